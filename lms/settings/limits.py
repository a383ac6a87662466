"""How often something may be done: a class or a camp comes from one address, and so do its forty
people in the minute in which a lesson begins."""

# Of signing in and up, by allauth, where its own are too few for that. ``key`` is the account or
# e-mail address that is tried, whose five wrong passwords end the trying from anywhere.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "signup": "60/m/ip",
    "request_login_code": "60/m/ip,3/m/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
# How many wrong cards may be tried in a minute, by one address or on one shared device.
CLAIMS_PER_MINUTE = 30
# How often one address may ask the verify page in a minute.
VERIFY_REQUESTS_PER_MINUTE = 60
# How many rows of lists one address may have checked in an hour.
VERIFY_ROWS_PER_HOUR = 2000
# How many people the lists of one person may invite by e-mail in a day.
INVITATIONS_PER_DAY = 1000
# How often one person may tell in a day what is wrong in a lesson.
FLAGS_PER_DAY = 10
