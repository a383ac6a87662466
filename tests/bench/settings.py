"""Production, but for what a measurement cannot use; the environment is in server.py."""

import os

from lms.settings.production import *  # noqa: F403
from lms.settings.production import MIDDLEWARE

MIDDLEWARE = ["tests.bench.stand_ins.QueryCountMiddleware", *MIDDLEWARE]
CACHES = {
    "default": {
        "BACKEND": "tests.bench.stand_ins.CacheOutsideTheProcess",
        "LOCATION": os.environ["BENCH_CACHE"],
    }
}
# A row of its own says what the hash of a password costs: it would drown the rest of a sign-in.
PASSWORD_HASHERS = ["tests.bench.stand_ins.QuickHasher"]
# Every client says it has an address of its own, so that the rate limits work and are not reached.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
