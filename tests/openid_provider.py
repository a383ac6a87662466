"""A small OpenID Connect provider that speaks HTTP: discovery, authorise, token, userinfo, keys.

It refuses what the specification says that it must: another client or address to come back to, a
code that was used, a wrong secret, a verifier that does not fit the challenge (PKCE).
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "safe-learning", "shared-secret-of-tests", "key-1"
AUTHORIZE, TOKEN, USERINFO, KEYS = "/authorize", "/token", "/userinfo", "/keys"
DISCOVERY = "/.well-known/openid-configuration"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Provider:
    """``person`` is who signs in next; ``says`` changes answers by their path."""

    url: str
    person: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    token_says: dict[str, Any] = field(default_factory=dict)  # claims of the id_token
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    signs_with: rsa.RSAPrivateKey | None = None  # another key than the published one
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_cancelled: bool = False

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": self.url + AUTHORIZE,
            "token_endpoint": self.url + TOKEN,
            "userinfo_endpoint": self.url + USERINFO,
            "jwks_uri": self.url + KEYS,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, as if the person had signed in."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        back = {"state": asked["state"]}
        if self.is_cancelled:
            return f"{asked['redirect_uri']}?{urlencode(back | {'error': 'access_denied'})}"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode(back | {'code': code})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        begun = self.codes.pop(asked["code"], None)
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        who = (asked["client_id"], asked["client_secret"])
        if not begun or who != (CLIENT, SECRET) or begun["code_challenge"] != challenge:
            return None
        if begun["redirect_uri"] != asked["redirect_uri"]:
            return None
        token = secrets.token_urlsafe()
        self.tokens[token] = self.person
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.person["sub"], "iat": now}
        claims |= {"exp": now + 300, **self.token_says}
        key = self.signs_with or self.key
        signed = jwt.encode(claims, key, "RS256", headers={"kid": KEY_ID})
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300} | {
            "id_token": signed
        }


class Handler(BaseHTTPRequestHandler):
    provider: Provider  # set by whoever starts it

    def do_GET(self) -> None:  # noqa: N802
        address, provider = urlsplit(self.path), self.provider
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if address.path == AUTHORIZE:
            self.send_response(302)
            self.send_header("Location", provider.authorize(_fields(address.query)))
            self.end_headers()
        elif address.path == USERINFO:
            self.answer(provider.tokens.get(token))
        else:
            self.answer(provider.keys() if address.path == KEYS else provider.discovery())

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.provider.token(_fields(body)))

    def answer(self, data: Any) -> None:
        """What the test wants it to say here, which may be a status; None is a refusal."""
        data = self.provider.says.get(urlsplit(self.path).path, data)
        status = 400 if data is None else data if isinstance(data, int) else 200
        body = data if isinstance(data, str) else json.dumps(data)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Nothing: a test that fails says what it saw."""


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider("")
    handler = type("HandlerOfOne", (Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
