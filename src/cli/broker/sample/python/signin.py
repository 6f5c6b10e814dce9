"""Signing people in at the issuer of the platform: OpenID Connect, the authorization code flow with PKCE.

It knows nothing of browsers and pages.
"""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote_plus, urlencode

import jwt

CLOCKS_APART_SECONDS = 60


class Rejected(Exception):
    """An answer that is not to be believed, or that says no."""


class SignIn:
    def __init__(self, issuer, client_id, client_secret, redirect_uri):
        self.issuer = issuer
        self.client_id = client_id
        self.redirect_uri = redirect_uri
        # RFC 6749 §2.3.1: each half is form-encoded before they are put together.
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        self.headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        self.keys = None

    def begin(self):
        """Where the browser goes, and what has to be remembered until it comes back."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": f"openid {self.client_id}",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        url = f"{self.issuer.endpoint('authorization_endpoint')}?{urlencode(asked)}"
        return url, {"state": state, "nonce": nonce, "verifier": verifier}

    def finish(self, attempt, answer):
        """Trades the code for an ID token; its claims, after every check."""
        try:
            return self.claims(attempt, answer)
        except (OSError, ValueError, KeyError, jwt.PyJWTError) as error:
            self.issuer.forget()
            raise Rejected(str(error)) from error

    def claims(self, attempt, answer):
        if answer.get("iss") != self.issuer.url:
            raise Rejected("the answer comes from another issuer")
        if "code" not in answer:
            raise Rejected(answer.get("error", "the answer has no code"))
        grant = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": self.redirect_uri,
            "code_verifier": attempt["verifier"],
        }
        token = self.issuer.token(grant, self.headers)["id_token"]
        claims = jwt.decode(
            token,
            self.key_of(token),
            algorithms=["RS256"],
            issuer=self.issuer.url,
            audience=self.client_id,
            leeway=CLOCKS_APART_SECONDS,
            options={"require": ["exp", "sub"]},
        )
        if not hmac.compare_digest(str(claims.get("nonce")), attempt["nonce"]):
            raise Rejected("the ID token answers another request")
        return claims

    def key_of(self, token):
        """Keys are kept for five minutes, and asked for again if one is not among them."""
        uri = self.issuer.endpoint("jwks_uri")
        if self.keys is None or self.keys.uri != uri:
            self.keys = jwt.PyJWKClient(uri)
        return self.keys.get_signing_key_from_jwt(token)
