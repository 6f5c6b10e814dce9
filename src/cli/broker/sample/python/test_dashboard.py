"""Signing in to the dashboard, with an issuer of the test's own: python3 -m unittest"""

import base64
import json
import tempfile
import threading
import time
import unittest
from contextlib import redirect_stderr
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

import server
from broker import Broker
from dashboard import Dashboard
from issuer import Issuer
from signin import SignIn

CATALOG = json.loads(Path(__file__).with_name("catalog.json").read_text(encoding="utf-8"))
SERVICE = CATALOG["services"][0]
IDS = {"service_id": SERVICE["id"], "plan_id": SERVICE["plans"][0]["id"]}
INSTANCE = "a%2Fb%3A%3A"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class FakeIssuer(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/keys":
            jwk = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            return self.tell({"keys": [{**jwk, "kid": "1", "use": "sig", "alg": "RS256"}]})
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        self.tell({"issuer": self.server.url, **{name: f"{self.server.url}/{path}" for name, path in names.items()}})

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.redeemed = self.headers["Authorization"], {name: one for name, [one] in parse_qs(form).items()}
        self.tell({"id_token": jwt.encode(self.server.claims, self.server.key, "RS256", {"kid": "1"})})

    def tell(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


class DashboardTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.issuer = self.run_server(ThreadingHTTPServer(("127.0.0.1", 0), FakeIssuer))
        self.issuer.url = "http://127.0.0.1:{}".format(self.issuer.server_address[1])
        self.issuer.key = KEY
        broker = Broker(CATALOG, Path(self.directory.name) / "state.json", public_url="https://broker.example")
        sign_in = SignIn(Issuer(self.issuer.url), "acme-db", "a secret:", "https://broker.example/auth/callback")
        served = server.serve("127.0.0.1", 0, broker, Dashboard(broker, sign_in), "broker", "secret")
        self.server = self.run_server(served)
        self.cookies = {}
        identity = base64.b64encode(json.dumps({"iam_id": "IAM-clara"}).encode()).decode()
        headers = {
            "Authorization": "Basic " + base64.b64encode(b"broker:secret").decode(),
            "X-Broker-API-Version": "2.14",
            "X-Broker-API-Originating-Identity": f"slipway {identity}",
        }
        wanted = {**IDS, "context": {"platform": "test", "name": "<Orders>"}}
        self.platform = headers
        status, _, body = self.ask("PUT", f"/v2/service_instances/{INSTANCE}", headers, json.dumps(wanted))
        self.assertEqual(status, 201)
        self.assertEqual(json.loads(body)["dashboard_url"], f"https://broker.example/dashboard/{INSTANCE}")

    def run_server(self, served):
        threading.Thread(target=served.serve_forever, daemon=True).start()
        self.addCleanup(served.server_close)
        self.addCleanup(served.shutdown)
        return served

    def tearDown(self):
        self.directory.cleanup()

    def ask(self, method, path, headers=None, body=None):
        connection = HTTPConnection(*self.server.server_address)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.assertIn("HttpOnly; SameSite=Lax; Secure", cookie)
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location"), text

    def sent_away(self):
        status, to, _ = self.ask("GET", f"/dashboard/{INSTANCE}")
        self.assertEqual(status, 302)
        return {name: one for name, [one] in parse_qs(urlsplit(to).query).items()}

    def come_back(self, asked, person="clara", **changes):
        usual = {"iss": self.issuer.url, "sub": person, "aud": "acme-db", "nonce": asked["nonce"]}
        self.issuer.claims = {**usual, "exp": int(time.time()) + 300, **changes}
        return self.ask("GET", f"/auth/callback?code=c&state={asked['state']}&iss={self.issuer.url}")

    def test_whoever_asked_for_the_instance_sees_it_and_nobody_else_does(self):
        asked = self.sent_away()
        self.assertEqual((asked["scope"], asked["code_challenge_method"]), ("openid acme-db", "S256"))
        self.assertEqual(self.come_back(asked)[:2], (303, f"/dashboard/{INSTANCE}"))
        authorization, form = self.issuer.redeemed
        self.assertEqual(base64.b64decode(authorization.split()[1]), b"acme-db:a+secret%3A")
        self.assertEqual(form["redirect_uri"], "https://broker.example/auth/callback")
        status, _, text = self.ask("GET", f"/dashboard/{INSTANCE}")
        self.assertEqual((status, "&lt;Orders&gt;" in text, "enabled" in text), (200, True, True))
        self.assertEqual(self.ask("GET", "/dashboard/unknown")[0], 403)
        self.assertEqual(self.ask("POST", "/auth/sign-out")[0], 200)
        self.assertEqual(self.come_back(self.sent_away(), "finn")[0], 303)
        self.assertEqual(self.ask("GET", f"/dashboard/{INSTANCE}")[0], 403)

    def test_what_is_not_believed_begins_no_session(self):
        past = int(time.time()) - 3600
        for changes in ({"nonce": "other"}, {"aud": "other"}, {"iss": "https://evil.example"}, {"exp": past}):
            self.assertEqual(self.come_back(self.sent_away(), **changes)[0], 400, changes)
        self.issuer.key = OTHER_KEY
        self.assertEqual(self.come_back(self.sent_away())[0], 400)
        self.issuer.key = KEY
        self.assertEqual(self.come_back({"nonce": "n", "state": "forged"})[0], 400)
        asked, self.cookies = self.sent_away(), {}
        self.assertEqual(self.come_back(asked)[0], 400, "another browser")
        asked = self.sent_away()
        self.assertEqual([self.come_back(asked)[0] for _ in range(2)], [303, 400], "a state is good once")

    def test_only_a_name_of_our_own_is_written_back_to_a_browser(self):
        self.sent_away()
        ours = self.cookies["broker-browser"]
        self.sent_away()
        self.assertEqual(self.cookies["broker-browser"], ours)
        for theirs in ("", "short", ours + "A", ours[1:] + "="):
            self.cookies["broker-browser"] = theirs
            self.sent_away()
            self.assertRegex(self.cookies["broker-browser"], "^[A-Za-z0-9_-]{43}$")
            self.assertNotEqual(self.cookies["broker-browser"], theirs)

    def test_what_breaks_is_answered_and_its_reason_is_in_the_log(self):
        self.server.dashboard.answer = self.server.broker.told_catalog = None
        with redirect_stderr(StringIO()) as log:
            status, _, text = self.ask("GET", f"/dashboard/{INSTANCE}")
            self.assertEqual((status, "finds the reason in the log" in text), (500, True))
            status, _, text = self.ask("GET", "/v2/catalog", self.platform)
        self.assertEqual((status, list(json.loads(text))), (500, ["description"]))
        self.assertEqual(log.getvalue().count("TypeError"), 2)

    def test_without_a_client_the_page_says_what_to_set(self):
        self.server.dashboard.sign_in = None
        status, _, text = self.ask("GET", f"/dashboard/{INSTANCE}")
        self.assertEqual((status, "CLIENT_SECRET" in text), (503, True))


if __name__ == "__main__":
    unittest.main()
