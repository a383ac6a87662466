"""What the measured site has in place of, or on top of, its own."""

from collections.abc import Callable

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tests.queries import is_counted

HEADER = "X-Queries"


class QueryCountMiddleware:
    """Says in a header how many queries the response took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counting(execute, sql, params, many, context):
            nonlocal count
            count += is_counted(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response.headers[HEADER] = str(count)
        return response


class CacheOutsideTheProcess(FileBasedCache):
    """Stands for Redis: a system call and unpickling for each look-up. Nothing is thrown out."""

    def _cull(self) -> None:
        """Counting the files at every write is not what Redis does."""


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1
