"""A complete, small service broker: Python 3.9 or newer, with PyJWT.

    BROKER_USER=broker BROKER_PASSWORD=secret python3 server.py

This file speaks HTTP; what the platform is answered is decided in broker.py, what people see in dashboard.py. All
settings are in the README.
"""

import base64
import hmac
import json
import os
import re
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote

from broker import Broker, Refused
from dashboard import Dashboard, page
from issuer import Issuer
from signin import SignIn

EXTENSION = "platform_v1"
LARGEST_BODY = 1024 * 1024
BROKEN = "The broker broke. Its operator finds the reason in the log."

INSTANCE = ["v2", "service_instances", None]
BINDING = INSTANCE + ["service_bindings", None]
STATE = [EXTENSION, "service_instances", None]
ROUTES = [
    ("PUT", INSTANCE, Broker.provision),
    ("PATCH", INSTANCE, Broker.update),
    ("GET", INSTANCE, Broker.fetch),
    ("DELETE", INSTANCE, Broker.deprovision),
    ("GET", INSTANCE + ["last_operation"], Broker.last_operation),
    ("PUT", BINDING, Broker.bind),
    ("GET", BINDING, Broker.fetch_binding),
    ("DELETE", BINDING, Broker.unbind),
    ("GET", STATE, Broker.fetch_state),
    ("PUT", STATE, Broker.set_state),
]


class Handler(BaseHTTPRequestHandler):
    """For the platform: authentication, version, path and body; then the broker. For people: the dashboard."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        if self.path.startswith(("/dashboard/", "/auth/")):
            self.answer_people()
        else:
            self.answer_platform()

    do_GET = do_PUT = do_PATCH = do_DELETE = do_POST = answer

    def answer_people(self):
        self.body()
        segments, query = self.target()
        pairs = (pair.strip().partition("=") for pair in self.headers.get("Cookie", "").split(";"))
        cookies = {name: value for name, _, value in pairs}
        try:
            shown = self.server.dashboard.answer(self.command, segments, query, cookies)
        except Exception:
            traceback.print_exc()
            shown = page(500, "Broken", BROKEN)
        written = shown.html.encode()
        self.send_response(shown.status)
        for name, value in shown.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def answer_platform(self):
        try:
            status, body = self.dispatch()
        except Refused as refused:
            status, body = refused.status, refused.body
        except Exception:
            traceback.print_exc()
            status, body = 500, {"description": BROKEN}
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="broker"')
        if self.headers.get("X-Broker-API-Request-Identity"):
            self.send_header("X-Broker-API-Request-Identity", self.headers["X-Broker-API-Request-Identity"])
        self.end_headers()
        self.wfile.write(written)

    def dispatch(self):
        raw = self.body()
        sent = self.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), self.server.authorization):
            raise Refused(401, "Wrong or missing credentials.")
        version = re.fullmatch(r"2\.(\d{1,4})", self.headers.get("X-Broker-API-Version", ""))
        if version is None:
            raise Refused(412, "X-Broker-API-Version has to be 2.x.")
        if raw is None:
            raise Refused(413, "The body is too large.")
        segments, query = self.target()
        if self.command == "GET" and segments == ["v2", "catalog"]:
            return 200, self.server.broker.told_catalog(int(version[1]))
        for method, pattern, act in ROUTES:
            fits = len(pattern) == len(segments) and all(p in (None, s) for p, s in zip(pattern, segments))
            if method == self.command and fits:
                ids = [segment for want, segment in zip(pattern, segments) if want is None]
                broker = self.server.broker
                more = {"made_by": self.caused_by()} if act is Broker.provision else {}
                with broker.lock:
                    answer = act(broker, *ids, self.json(raw), query, **more)
                    if method != "GET":
                        broker.save()
                    return answer
        raise Refused(404, "There is no such path; this broker's API starts at /v2.")

    def log_request(self, code="-", size="-"):
        """Without the query: codes and states are nobody's business."""
        self.log_message("%s %s %s", self.command, self.path.partition("?")[0], code)

    def target(self):
        """The path is matched first and decoded then: an id may hold an encoded slash."""
        path, _, query = self.path.partition("?")
        segments = [unquote(segment) for segment in path.strip("/").split("/")]
        return segments, {name: values[-1] for name, values in parse_qs(query).items()}

    def caused_by(self):
        """Whom the platform acts for: X-Broker-API-Originating-Identity is `PLATFORM BASE64(JSON)`, or not there."""
        _, _, encoded = self.headers.get("X-Broker-API-Originating-Identity", "").partition(" ")
        try:
            return json.loads(base64.b64decode(encoded))["iam_id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None

    def body(self):
        """None if it is larger than it may be; the connection ends then."""
        length = self.headers.get("Content-Length") or "0"
        if length.isdecimal() and int(length) <= LARGEST_BODY:
            return self.rfile.read(int(length))
        self.close_connection = True
        return None

    def json(self, raw):
        if self.command not in ("PUT", "PATCH"):
            return {}
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Refused(400, "The body is not a JSON object.")
        return body


def serve(host, port, broker, dashboard, user, password):
    server = ThreadingHTTPServer((host, port), Handler)
    server.broker = broker
    server.dashboard = dashboard
    server.authorization = b"Basic " + base64.b64encode(f"{user}:{password}".encode())
    return server


def main():
    setting = os.environ.get
    catalog = json.loads(Path(__file__).with_name("catalog.json").read_text(encoding="utf-8"))
    slow_plans = [name for name in setting("BROKER_SLOW_PLANS", "").split(",") if name]
    state = Path(setting("BROKER_STATE", "state.json"))
    host, port = setting("BROKER_HOST", "127.0.0.1"), int(setting("BROKER_PORT", "5000"))
    public_url = setting("PUBLIC_URL", f"http://localhost:{port}").rstrip("/")
    broker = Broker(catalog, state, slow_plans, float(setting("BROKER_SLOW_SECONDS", "5")), public_url)
    client = [setting(name) for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    sign_in = SignIn(Issuer(client[0]), *client[1:], f"{public_url}/auth/callback") if all(client) else None
    dashboard = Dashboard(broker, sign_in)
    server = serve(host, port, broker, dashboard, os.environ["BROKER_USER"], os.environ["BROKER_PASSWORD"])
    print("listening on http://{}:{}".format(*server.server_address), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
