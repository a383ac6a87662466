"""A browser that does little: one kept-alive connection, cookies, and a count of what it got."""

import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from .server import HOST

TOKEN = "t" * 32  # the secret of the CSRF check: as cookie and as header
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Page:
    status: int
    location: str
    body: bytes


class Browser:
    """One visitor at a time; ``visit`` makes it somebody else on the same connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.visit(0)

    def visit(self, number: int, session: str = "") -> None:
        """A new visitor with an address of its own, signed in where there is a session."""
        self.cookies = {"csrftoken": TOKEN, **({"sessionid": session} if session else {})}
        self.requests = self.queries = self.bytes = 0
        self._headers = {
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Accept-Encoding": "gzip",
        }

    def get(self, path: str) -> Page:
        return self._send("GET", path)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> Page:
        return self._send("POST", path, urlencode(fields or {}), FORM)

    def post_json(self, path: str, data: Mapping[str, int | str | Sequence[str]]) -> Page:
        return self._send("POST", path, json.dumps(data), JSON)

    def _send(self, method: str, path: str, body: str | None = None, kind: str = "") -> Page:
        headers = dict(self._headers)
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies["csrftoken"]}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        page = Page(response.status, response.headers.get("Location", ""), response.read())
        if page.status >= http.client.BAD_REQUEST:
            raise AssertionError(f"{method} {path}: {page.status}")
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.requests += 1
        self.queries += int(response.headers.get("X-Queries", 0))
        self.bytes += len(page.body) + len(str(response.headers))
        return page
