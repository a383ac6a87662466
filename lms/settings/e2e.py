"""The running site of the browser tests: development's, without limits that a test run would hit.

Its folder comes from LMS_VAR_DIR, its port from PORT, its database from DATABASE_URL if set.
"""

from .dev import *  # noqa: F403

ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # seconds; pages are looked at long after signing in
