"""/accounts/: allauth's addresses; the pages that wait for a code are ours."""

from django.urls import include, path

from . import views

urlpatterns = [
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
