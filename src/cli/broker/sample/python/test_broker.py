"""The broker's own tests: python3 -m unittest"""

import base64
import json
import tempfile
import threading
import unittest
from http.client import HTTPConnection
from pathlib import Path

import broker


class BrokerTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.server = broker.serve(0, Path(self.directory.name) / "state.json", "broker", "secret")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        service = self.server.broker.catalog["services"][0]
        self.ids = {"service_id": service["id"], "plan_id": service["plans"][0]["id"]}
        self.query = "?" + "&".join(f"{name}={value}" for name, value in self.ids.items())

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.directory.cleanup()

    def ask(self, method, path, body=None, password="secret"):
        authorization = base64.b64encode(f"broker:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {authorization}", "X-Broker-API-Version": "2.14"}
        connection = HTTPConnection(*self.server.server_address)
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        result = answer.status, json.loads(answer.read())
        connection.close()
        return result

    def test_nothing_is_answered_without_credentials(self):
        self.assertEqual(self.ask("GET", "/v2/catalog", password="wrong")[0], 401)

    def test_an_instance_lives_from_provision_to_removal(self):
        path = "/v2/service_instances/a%2Fb%3A%3A"
        wanted = {**self.ids, "context": {"platform": "test"}}
        for status in (201, 200):
            self.assertEqual(self.ask("PUT", path, wanted)[0], status)
        self.assertEqual(self.ask("PUT", path, {**wanted, "parameters": {"other": 1}})[0], 409)
        for status in (200, 410):
            self.assertEqual(self.ask("DELETE", path + self.query)[0], status)

    def test_a_disabled_instance_is_not_bound(self):
        self.ask("PUT", "/v2/service_instances/i", {**self.ids, "context": {"platform": "test"}})
        self.assertEqual(self.ask("PUT", "/platform_v1/service_instances/i", {"enabled": False})[0], 200)
        status, body = self.ask("PUT", "/v2/service_instances/i/service_bindings/b", self.ids)
        self.assertTrue(400 <= status < 500 and body["description"])


if __name__ == "__main__":
    unittest.main()
