"""/accounts/: allauth's addresses, with pages of ours in the place of some of its own."""

from django.urls import include, path

from . import openid_views, passkeys, views

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
    path("password/set/", views.set_password, name="account_set_password"),
    path("", include("allauth.account.urls")),
    # 2fa/: the second step, and passkeys
    path("2fa/", views.SecondStep.as_view(), name="mfa_index"),
    path("2fa/webauthn/", views.passkeys, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        passkeys.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        passkeys.ReauthenticatePasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    # sessions/: where one is signed in
    path("sessions/", views.devices, name="usersessions_list"),
    # 3rdparty/, oidc/<provider>/: accounts of other organisations
    path("3rdparty/", openid_views.connections, name="socialaccount_connections"),
    path("3rdparty/link/", openid_views.link_waiting, name="openid_link"),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("oidc/<str:provider_id>/login/", openid_views.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/",
        openid_views.callback,
        name="openid_connect_callback",
    ),
]
