"""The rows of the account: second step, passkeys, devices, accounts of other organisations."""

from collections.abc import Iterator

from .row import LOGIN, NONE, OK, Answers, Row, everybody, get, post, signed_in, to


def account_rows() -> Iterator[Row]:
    yield get("mfa_index", signed_in())
    yield get("mfa_authenticate", everybody(to("home:my_learning"), nobody=LOGIN))
    yield get("mfa_list_webauthn", signed_in(to("mfa_index")))
    yield get("mfa_login_webauthn", everybody(to("home:my_learning"), nobody=LOGIN))
    for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn"):  # they have passwords only
        yield get(name, signed_in(to("account_reauthenticate")))
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        yield get(name, _confirmed_first(name))
        yield post(name, _confirmed_first(name), data={"code": "000000", "credential": "{}"})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield get(name, _confirmed_first(name, 1), 1)
        yield post(name, _confirmed_first(name, 1), 1)
    for name in (
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    ):  # nobody has any
        yield get(name, signed_in(NONE))
    yield get("usersessions_list", signed_in())
    yield post("usersessions_list", signed_in(to("usersessions_list")))
    yield from _of_other_organisations()


def _confirmed_first(name: str, *args: object) -> Answers:
    """The password once more, before anything of the second step."""
    return signed_in(f"{to('account_reauthenticate')}?next={to(name, *args).replace('/', '%2F')}")


def _of_other_organisations() -> Iterator[Row]:
    """The table's site has no provider."""
    yield get("socialaccount_connections", signed_in())
    yield get("socialaccount_signup", everybody(LOGIN))
    yield get("socialaccount_login_cancelled", everybody(OK))
    yield get("socialaccount_login_error", everybody("401"))
    yield get("openid_link", signed_in(to("socialaccount_connections")))
    yield post("openid_link", signed_in(to("socialaccount_connections")))
    for name in ("openid_connect_login", "openid_connect_callback"):
        yield get(name, everybody(NONE), "ministry")
        yield post(name, everybody(NONE), "ministry")
