"""The dashboard: a page for each instance, for people who signed in at the issuer. SHOW your service here."""

import re
import secrets
import sys
import threading
import time
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from signin import Rejected

ATTEMPT_SECONDS = 600
MOST_ATTEMPTS = 1000
BROWSER, SESSION = "broker-browser", "broker-session"
# What secrets.token_urlsafe(32) gives: nothing else of a browser is written back to it.
OURS = re.compile("[A-Za-z0-9_-]{43}")


def may_see(person, instance):
    """The platform tells brokers who asked for an instance: `IAM-` and the `sub` of their ID token.

    That person may see it. Who else may is for your service to know: SAY it here."""
    return instance["made_by"] == f"IAM-{person}"


class Page(NamedTuple):
    status: int
    headers: list
    html: str


class Dashboard:
    """Sessions and attempts to sign in are kept in memory: a restart sends everybody to the issuer once more."""

    def __init__(self, broker, sign_in=None):
        self.broker = broker
        self.sign_in = sign_in
        self.lock = threading.Lock()
        self.attempts = {}
        self.sessions = {}

    def answer(self, method, segments, query, cookies):
        if self.sign_in is None:
            return page(503, "No sign-in", "Set ISSUER, CLIENT_ID and CLIENT_SECRET, so that people can sign in here.")
        if (method, segments[:-1]) == ("GET", ["dashboard"]):
            return self.show(segments[-1], cookies)
        if (method, segments) == ("GET", ["auth", "callback"]):
            return self.come_back(query, cookies)
        if (method, segments) == ("POST", ["auth", "sign-out"]):
            self.sessions.pop(cookies.get(SESSION), None)
            return page(200, "Signed out", "You are signed out here.", cookies=[self.cookie(SESSION, "", 0)])
        return page(404, "No such page", "There is nothing here.")

    def show(self, instance_id, cookies):
        person, until = self.sessions.get(cookies.get(SESSION), (None, 0))
        if until < time.time():
            return self.send_away(instance_id, cookies)
        with self.broker.lock:
            instance = self.broker.shown(instance_id)
        if instance is None or not may_see(person, instance):
            return page(403, "Not for you", "There is no such instance, or you may not see it.", form=SIGN_OUT)
        told = [f"Plan: {instance['plan']}", f"State: {instance['state']}", f"Id: {instance_id}"]
        return page(200, instance["name"], *told, form=SIGN_OUT)

    def send_away(self, instance_id, cookies):
        try:
            url, attempt = self.sign_in.begin()
        except (OSError, ValueError, KeyError) as error:
            return failed(502, error)
        # The answer counts only in the browser that was sent away.
        browser = cookies.get(BROWSER, "")
        if not OURS.fullmatch(browser):
            browser = secrets.token_urlsafe(32)
        with self.lock:
            self.attempts[attempt["state"]] = {**attempt, "browser": browser, "to": instance_id, "at": time.time()}
            while len(self.attempts) > MOST_ATTEMPTS:
                del self.attempts[next(iter(self.attempts))]
        return redirect(302, url, self.cookie(BROWSER, browser, ATTEMPT_SECONDS))

    def come_back(self, query, cookies):
        with self.lock:
            attempt = self.attempts.pop(query.get("state"), None)
        is_fresh = attempt and time.time() - attempt["at"] < ATTEMPT_SECONDS
        if not is_fresh or attempt["browser"] != cookies.get(BROWSER):
            return failed(400, "nobody was sent away with this state, or in another browser")
        try:
            claims = self.sign_in.finish(attempt, query)
        except Rejected as error:
            return failed(403 if query.get("error") else 400, error)
        session, until, now = secrets.token_urlsafe(32), claims["exp"], time.time()
        with self.lock:
            self.sessions = {name: held for name, held in self.sessions.items() if held[1] > now}
            self.sessions[session] = claims["sub"], until
        to = f"/dashboard/{quote(attempt['to'], safe='')}"
        return redirect(303, to, self.cookie(SESSION, session, max(int(until - now), 1)))

    def cookie(self, name, value, seconds):
        secure = "; Secure" if self.broker.public_url.startswith("https://") else ""
        return "Set-Cookie", f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


SIGN_OUT = '<form method="post" action="/auth/sign-out"><button>Sign out</button></form>'
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]


def page(status, title, *lines, form="", cookies=()):
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = f'<!DOCTYPE html><html lang="en"><title>{escape(title)}</title><h1>{escape(title)}</h1>{told}{form}</html>'
    return Page(status, [*HEADERS, *cookies], html)


def failed(status, why):
    print(f"a sign-in failed: {str(why)!r}", file=sys.stderr, flush=True)
    told = "Signing in did not work. Go back to the console and open the dashboard again."
    return page(status, "Not signed in", told)


def redirect(status, to, cookie):
    return Page(status, [*HEADERS, ("Location", to), cookie], "")
