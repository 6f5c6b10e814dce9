"""The broker's own tests: python3 -m unittest"""

import base64
import json
import tempfile
import threading
import unittest
from http.client import HTTPConnection
from pathlib import Path

import server
from broker import Broker
from dashboard import Dashboard

CATALOG = json.loads(Path(__file__).with_name("catalog.json").read_text(encoding="utf-8"))
SERVICE = CATALOG["services"][0]
PLAN = SERVICE["plans"][0]
IDS = {"service_id": SERVICE["id"], "plan_id": PLAN["id"]}
QUERY = "?" + "&".join(f"{name}={value}" for name, value in IDS.items())
WANTED = {**IDS, "context": {"platform": "test"}}
INSTANCE = "/v2/service_instances/a%2Fb%3A%3A"


class BrokerTest(unittest.TestCase):
    slow_plans = ()

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        broker = Broker(CATALOG, Path(self.directory.name) / "state.json", self.slow_plans, slow_seconds=0)
        self.server = server.serve("127.0.0.1", 0, broker, Dashboard(broker), "broker", "secret")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.directory.cleanup()

    def ask(self, method, path, body=None, password="secret", version="2.14"):
        authorization = base64.b64encode(f"broker:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {authorization}", "X-Broker-API-Version": version}
        connection = HTTPConnection(*self.server.server_address)
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        result = answer.status, json.loads(answer.read())
        connection.close()
        return result

    def status(self, *asked, **more):
        return self.ask(*asked, **more)[0]


class SynchronousPlan(BrokerTest):
    def test_nothing_is_answered_without_credentials_and_a_version(self):
        for path in ("/v2/catalog", INSTANCE, "/nowhere"):
            self.assertEqual(self.status("GET", path, password="wrong", version=""), 401)
            self.assertEqual(self.status("GET", path, version=""), 412)

    def test_an_instance_lives_from_provision_to_removal(self):
        for status in (201, 200):
            self.assertEqual(self.status("PUT", INSTANCE, {**WANTED, "maintenance_info": {}}), status)
        self.assertEqual(self.status("PUT", INSTANCE, {**WANTED, "parameters": {"other": 1}}), 409)
        for status in (200, 410):
            self.assertEqual(self.status("DELETE", INSTANCE + QUERY), status)

    def test_what_is_incomplete_or_unknown_is_refused(self):
        for change in ({"service_id": None}, {"plan_id": ""}, {"service_id": "x"}, {"plan_id": "x"}, {"context": {}}):
            status, body = self.ask("PUT", INSTANCE, {**WANTED, **change})
            self.assertEqual((status, bool(body["description"])), (400, True), change)
        self.assertEqual(self.status("PUT", INSTANCE, []), 400)
        self.assertEqual(self.status("DELETE", INSTANCE), 400)

    @unittest.skipUnless(PLAN.get("bindable", SERVICE["bindable"]), "the plan is not bindable")
    def test_a_disabled_instance_is_not_bound(self):
        self.ask("PUT", "/v2/service_instances/i", WANTED)
        binding, wanted = "/v2/service_instances/i/service_bindings/b", {**IDS, "bind_resource": {"app_guid": "app"}}
        for enabled, status in ((False, 422), (True, 201), (True, 200)):
            self.assertEqual(self.status("PUT", "/platform_v1/service_instances/i", {"enabled": enabled}), 200)
            self.assertEqual(self.status("PUT", binding, wanted), status)
        self.assertEqual(self.status("PUT", binding, {**wanted, "parameters": {"other": 1}}), 409)
        for status in (200, 410):
            self.assertEqual(self.status("DELETE", binding + QUERY), status)


class SlowPlan(BrokerTest):
    slow_plans = (PLAN["name"],)

    def test_the_platform_has_to_wait_and_learns_how_it_ends(self):
        refused = self.ask("PUT", INSTANCE, WANTED)
        self.assertEqual((refused[0], refused[1]["error"]), (422, "AsyncRequired"))
        waits = "?accepts_incomplete=true"
        for _ in range(2):
            status, accepted = self.ask("PUT", INSTANCE + waits, WANTED)
            self.assertEqual(status, 202)
        self.assertEqual(self.ask("DELETE", INSTANCE + QUERY)[1]["error"], "ConcurrencyError")
        poll = f"{INSTANCE}/last_operation?operation={accepted['operation']}"
        self.assertEqual(self.ask("GET", poll), (200, {"state": "succeeded"}))
        self.assertEqual(self.ask("PATCH", INSTANCE, WANTED)[1].get("error"), "AsyncRequired")
        self.assertEqual(self.status("DELETE", INSTANCE + QUERY + "&accepts_incomplete=true"), 202)
        for _ in range(2):
            self.assertEqual(self.ask("GET", INSTANCE + "/last_operation"), (200, {"state": "succeeded"}))
        self.assertEqual(self.status("DELETE", INSTANCE + QUERY), 410)


if __name__ == "__main__":
    unittest.main()
