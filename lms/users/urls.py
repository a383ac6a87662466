"""/accounts/: allauth's addresses, with our own pages for e-mail addresses and for codes."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("email/", views.EmailAddresses.as_view(), name="account_email"),
    path("confirm-email/", views.ConfirmEmail.as_view(), name="account_email_verification_sent"),
    path(
        "login/code/confirm/", views.ConfirmLoginCode.as_view(), name="account_confirm_login_code"
    ),
    path(
        "password/reset/confirm/",
        views.ConfirmPasswordResetCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        views.CompletePasswordReset.as_view(),
        name="account_complete_password_reset",
    ),
    path("", include("allauth.account.urls")),
]
