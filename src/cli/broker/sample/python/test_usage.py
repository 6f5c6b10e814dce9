"""Reporting usage, to a platform of the test's own: python3 -m unittest"""

import json
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch

from broker import Broker
from issuer import Issuer
from usage import HOUR, Platform, Reporter

NOON = 500_000 * HOUR
COSTS = [
    {"meteringUnit": "QUERY", "quantity_type": "CONSUMPTION", "model": "standard_add", "consumer_level": False},
    {"meteringUnit": "NODES", "quantity_type": "EVENT", "model": "standard_max", "consumer_level": False},
    {"meteringUnit": "SEATS", "quantity_type": "CONSUMPTION", "model": "standard_add", "consumer_level": True},
]
PLANS = [{"id": "p", "name": "paid", "metadata": {"costs": COSTS}}, {"id": "q", "name": "free"}]
CATALOG = {"services": [{"id": "s", "name": "acme-db", "plan_updateable": True, "plans": PLANS}]}


class FakePlatform(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.tell(200, {"issuer": self.server.url, "token_endpoint": f"{self.server.url}/token"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/token":
            self.server.tokens += 1
            return self.tell(200, {"access_token": "token", "expires_in": 3600})
        records = json.loads(body)
        self.server.calls.append(records)
        status, one = self.server.replies.pop(0) if self.server.replies else (202, {"status": 201})
        self.tell(status, {"resources": [one for _ in records]})

    def tell(self, status, body):
        self.send_response(status)
        self.send_header("Retry-After", "7")
        if status == 302:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


class UsageTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), FakePlatform)
        self.server.url = "http://127.0.0.1:{}".format(self.server.server_address[1])
        self.server.calls, self.server.replies, self.server.asked, self.server.tokens = [], [], [], 0
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.platform = Platform(Issuer(self.server.url), "slw_key", "acme-db")
        self.instances({"i": {}})

    def instances(self, instances):
        usual = {"plan_id": "p", "region": "eu-de", "enabled": True, "operation": None, "since": 0, "bindings": {"b": {}}}
        state = {"instances": {name: {**usual, **changes} for name, changes in instances.items()}}
        (self.directory / "state.json").write_text(json.dumps(state))

    def reporter(self):
        """Started anew: what it knows is in its file."""
        files = self.directory / "state.json", self.directory / "usage.json"
        return Reporter(CATALOG, *files, self.platform)

    def test_every_measure_is_reported_for_every_hour(self):
        self.assertIsNone(self.reporter().report(NOON + 5))
        self.assertIsNone(self.reporter().report(NOON + 6))
        self.assertIsNone(self.reporter().report(NOON + HOUR))
        first, second = self.server.calls
        usual = {"resource_instance_id": "i", "plan_id": "p", "region": "eu-de", "end": NOON}
        event = {"previous": 0, "current": 1}
        self.assertEqual(first, [
            {**usual, "start": NOON - HOUR, "measured_usage": [{"measure": "QUERY", "quantity": 1}]},
            {**usual, "start": NOON - HOUR, "consumer_id": "everybody",
             "measured_usage": [{"measure": "SEATS", "quantity": 1}]},
            {**usual, "start": NOON, "measured_usage": [{"measure": "NODES", "quantity": event}]},
        ])
        self.assertEqual((second[0]["start"], second[0]["end"]), (NOON, NOON + HOUR))
        self.assertEqual(second[2]["measured_usage"][0]["quantity"], {"previous": 1, "current": 1})
        self.assertEqual(self.server.tokens, 1)

    def test_only_the_time_in_which_an_instance_was_active_is_reported(self):
        self.instances({"new": {"since": NOON - 10}, "later": {"since": NOON + 1}, "off": {"enabled": False},
                        "unmade": {"operation": {"kind": "provision", "done": False}}})
        self.reporter().report(NOON)
        self.assertEqual([(one["resource_instance_id"], one["start"]) for one in self.server.calls[0]],
                         [("new", NOON - 10), ("new", NOON - 10), ("new", NOON)])
        self.reporter().report(NOON + 60, partly=True)
        self.assertIn(("later", NOON + 1, NOON + 60),
                      [(one["resource_instance_id"], one["start"], one["end"]) for one in self.server.calls[1]])

    def test_what_was_used_before_a_removal_a_pause_and_another_plan_is_reported(self):
        broker, ids = Broker(CATALOG, self.directory / "state.json"), {"service_id": "s", "plan_id": "p"}
        broker.instances = {}
        with patch("broker.now", return_value=NOON - 5):
            for name in ("gone", "paused", "moved"):
                broker.provision(name, {**ids, "context": {"platform": "test"}}, {})
        with patch("broker.now", return_value=NOON + 10):
            broker.deprovision("gone", {}, ids)
            broker.update("moved", {**ids, "plan_id": "q"}, {})
        for later in (20, 30):
            with patch("broker.now", return_value=NOON + later):
                broker.set_state("paused", {"enabled": False}, {})
        broker.save()
        self.reporter().report(NOON + HOUR)
        used = [(one["resource_instance_id"], one["plan_id"], one["start"], one["end"]) for one in self.server.calls[0]
                if one["measured_usage"][0]["measure"] == "QUERY"]
        self.assertEqual(used, [("gone", "p", NOON, NOON + 10), ("moved", "p", NOON, NOON + 10),
                                ("paused", "p", NOON, NOON + 20)])
        self.reporter().report(NOON + 2 * HOUR)
        self.assertEqual(len(self.server.calls), 1)

    def test_what_was_not_acknowledged_is_sent_again_as_it_was(self):
        lost = (503, None)
        self.server.replies = [lost, (202, {"status": 500}), (202, {"status": 409, "details": {"identical": True}})]
        waits = [self.reporter().report(NOON) for _ in range(4)]
        self.assertEqual(waits, [7, 60, None, None])
        self.assertEqual(self.server.calls, [self.server.calls[0]] * 3)

    def test_nothing_follows_to_where_a_call_is_sent_on(self):
        self.server.replies = [(302, None)]
        self.assertEqual(self.reporter().report(NOON), 7)
        self.assertNotIn("/elsewhere", self.server.asked)

    def test_what_is_refused_is_dropped_and_an_event_begins_where_the_last_one_ended(self):
        self.server.replies = [(202, {"status": 400, "code": "unknown_measure"})]
        self.assertIsNone(self.reporter().report(NOON))
        self.reporter().report(NOON + HOUR)
        self.assertEqual(self.server.calls[1][2]["measured_usage"][0]["quantity"], {"previous": 0, "current": 1})

    def test_a_call_has_at_most_a_hundred_records(self):
        self.instances({str(number): {} for number in range(70)})
        self.reporter().report(NOON)
        self.assertEqual([len(call) for call in self.server.calls], [100, 100, 10])


if __name__ == "__main__":
    unittest.main()
