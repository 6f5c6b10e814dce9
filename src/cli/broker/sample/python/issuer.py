"""The issuer of the platform: where its endpoints are, and calls to them."""

import json
import threading
import time
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

KEPT_SECONDS = 600
TIMEOUT_SECONDS = 10


class StayHere(HTTPRedirectHandler):
    """Credentials go to the address that they are for, and nowhere that it sends them on to."""

    def redirect_request(self, *_):
        return None


OPENER = build_opener(StayHere)


class Issuer:
    """What an issuer says of itself, kept for ten minutes. Who meets an error asks for it anew with `forget`."""

    def __init__(self, url):
        if not url.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
            raise ValueError("ISSUER has to begin with https://")
        self.url = url
        self.lock = threading.Lock()
        self.forget()

    def forget(self):
        self.read_at, self.description = float("-inf"), {}

    def endpoint(self, name):
        with self.lock:
            if time.monotonic() - self.read_at > KEPT_SECONDS:
                description = call(Request(self.url + "/.well-known/openid-configuration"))
                if description["issuer"] != self.url:
                    raise ValueError(f"{self.url} calls itself {description['issuer']}")
                self.read_at, self.description = time.monotonic(), description
            return self.description[name]

    def token(self, form, headers=None):
        """Tokens for a grant. A refusal is raised as `urllib.error.HTTPError`."""
        return call(Request(self.endpoint("token_endpoint"), urlencode(form).encode(), headers or {}))


def call(request):
    """The JSON that a request is answered with. Whatever fails on the way there is an `OSError`."""
    request.add_header("Accept", "application/json")
    try:
        with OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)
    except HTTPException as error:
        raise OSError(f"the answer breaks off: {error!r}") from error
