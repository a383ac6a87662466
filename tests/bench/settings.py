"""Production, but for what a measurement cannot use; the environment is in server.py."""

import os

from lms.settings.production import *  # noqa: F403
from lms.settings.production import MIDDLEWARE

MIDDLEWARE = ["tests.bench.stand_ins.QueryCountMiddleware", *MIDDLEWARE]
# Two folders, so that a cold start of the pages does not sign anybody out of the cache.
CACHES = {
    name: {
        "BACKEND": "tests.bench.stand_ins.CacheOutsideTheProcess",
        "LOCATION": f"{os.environ['BENCH_CACHE']}/{name}",
    }
    for name in ("default", "sessions")
}
SESSION_CACHE_ALIAS = "sessions"
# A row of its own says what the hash of a password costs: it would drown the rest of a sign-in.
PASSWORD_HASHERS = ["tests.bench.stand_ins.QuickHasher"]
# Every client says it has an address of its own, so that the rate limits work and are not reached.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
