"""Reports to the platform what the instances used: a program of its own, beside the broker.

    ISSUER=https://console.example.com SLIPWAY_API_KEY=... python3 usage.py

It reads what the broker keeps and reports every hour, until it is stopped. With --once it reports what was used until
now, tries once, and ends with 1 if something still waits. What the platform has not acknowledged is kept and sent
again; what had been kept there already comes back as a duplicate, and nothing is counted twice.
"""

import json
import os
import sys
import time
from itertools import product
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

from issuer import Issuer, call

HOUR = 3_600_000
# The platform takes a record until 48 hours after its end.
OLDEST = 47 * HOUR
MOST_RECORDS = 100
AGAIN_SECONDS = 60
GRANT = "urn:slipway:params:oauth:grant-type:apikey"


def measure(instance_id, instance, name, consumer, start, end):
    """MEASURE your service here: what was used between two moments (milliseconds since 1970), or the level at `end` of
    a measure of events. A number of at most nine decimals; the sample has nothing to count but its bindings."""
    return len(instance["bindings"])


def consumers(instance_id, instance):
    """NAME here who used it, for measures that are counted for each consumer."""
    return ["everybody"]


class Later(Exception):
    """The platform takes nothing right now."""

    def __init__(self, why, seconds=AGAIN_SECONDS):
        super().__init__(why)
        self.seconds = seconds


class Platform:
    def __init__(self, issuer, api_key, service):
        self.issuer = issuer
        self.api_key = api_key
        self.url = f"{issuer.url}/v4/metering/resources/{service}/usage"
        self.token, self.ends = None, 0

    def authorization(self):
        """One token for all calls, until a minute before its end."""
        if time.monotonic() > self.ends:
            told = self.issuer.token({"grant_type": GRANT, "apikey": self.api_key})
            self.token, self.ends = told["access_token"], time.monotonic() + told["expires_in"] - 60
        return f"Bearer {self.token}"

    def submit(self, records):
        """An answer for each record, in their order."""
        try:
            headers = {"Authorization": self.authorization(), "Content-Type": "application/json"}
            return call(Request(self.url, json.dumps(records).encode(), headers))["resources"]
        except HTTPError as error:
            self.ends = 0 if error.code == 401 else self.ends
            wait = error.headers.get("Retry-After", "")
            may_pass = error.code in (401, 429) or error.code >= 500
            usual = AGAIN_SECONDS if may_pass else HOUR // 1000
            seconds = int(wait) if wait.isdecimal() else 0
            raise Later(f"{error.code} {error.read(300)!r}", seconds or usual) from error
        except (OSError, ValueError, KeyError) as error:
            self.issuer.forget()
            raise Later(repr(error)) from error


class Reporter:
    """`kept` is the file that remembers until when was reported, which records wait, and the levels of events."""

    def __init__(self, catalog, state, kept, platform):
        self.metrics = {plan["id"]: metrics_of(plan) for plan in catalog["services"][0]["plans"]}
        self.state = state
        self.file = kept
        self.platform = platform
        self.kept = json.loads(kept.read_text()) if kept.exists() else {"until": None, "waiting": [], "levels": {}}

    def report(self, now, partly=False):
        """The hours until `now`, and with `partly` the one that is not over. Seconds until it should be tried again;
        None if nothing waits."""
        self.write_down(now, partly)
        try:
            self.send()
        except Later as later:
            print(f"usage waits: {later}", file=sys.stderr, flush=True)
            return later.seconds
        return AGAIN_SECONDS if self.kept["waiting"] else None

    def write_down(self, now, partly):
        """Before anything is sent, so that a record is the same whenever it is sent again."""
        state = json.loads(self.state.read_text()) if self.state.exists() else {}
        hour = now - now % HOUR
        begin = max(self.kept["until"] or hour - HOUR, now - OLDEST)
        ends = list(range(begin - begin % HOUR + HOUR, now + 1, HOUR))
        for end in [*ends, now] if partly else ends:
            for instance_id, instance, until in [*ended(state), *active(state, end)]:
                start, until = max(begin, instance["since"]), min(end, until)
                if start < until:
                    self.kept["waiting"] += list(self.records(instance_id, instance, start, until))
            begin = end
        self.kept["until"] = begin
        self.save()

    def records(self, instance_id, instance, start, end):
        """Measures that are told at a moment, and those that are counted for each consumer, need records of their own."""
        metrics = self.metrics.get(instance["plan_id"], [])
        for at_moment, by_consumer in product((False, True), repeat=2):
            names = [m for m in metrics if (m["at_moment"], m["by_consumer"]) == (at_moment, by_consumer)]
            for consumer in consumers(instance_id, instance) if by_consumer else [None]:
                record = {
                    "resource_instance_id": instance_id,
                    "plan_id": instance["plan_id"],
                    "start": end if at_moment else start,
                    "end": end,
                    **({"region": instance["region"]} if instance["region"] else {}),
                    **({"consumer_id": consumer} if consumer else {}),
                }
                measured = []
                for metric in names:
                    quantity = measure(instance_id, instance, metric["name"], consumer, start, end)
                    if metric["is_event"]:
                        level = level_of(record, metric["name"])
                        if any(level in levels_in(waiting) for waiting in self.kept["waiting"]):
                            # The next event begins where this one ends, if the platform takes it.
                            continue
                        quantity = {"previous": self.kept["levels"].get(level, 0), "current": quantity}
                    measured.append({"measure": metric["name"], "quantity": quantity})
                if measured:
                    yield {**record, "measured_usage": measured}

    def send(self):
        records = self.kept["waiting"]
        for at in range(0, len(records), MOST_RECORDS):
            batch = records[at : at + MOST_RECORDS]
            for record, answer in zip(batch, self.platform.submit(batch)):
                self.settle(record, answer)
            self.save()

    def settle(self, record, answer):
        if answer["status"] == 500:
            return
        is_kept = answer["status"] == 201 or (answer.get("details") or {}).get("identical") is True
        if is_kept:
            self.kept["levels"].update(levels_in(record))
        else:
            print(f"the platform refuses {json.dumps(record)}: {json.dumps(answer)}", file=sys.stderr, flush=True)
        self.kept["waiting"] = [waiting for waiting in self.kept["waiting"] if waiting is not record]

    def save(self):
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.kept))
        os.replace(fresh, self.file)


def metrics_of(plan):
    return [
        {
            "name": cost["meteringUnit"],
            "is_event": cost.get("quantity_type") == "EVENT",
            "at_moment": cost.get("quantity_type") == "EVENT" or cost.get("model") == "monthlyproration",
            "by_consumer": bool(cost.get("consumer_level")),
        }
        for cost in (plan.get("metadata") or {}).get("costs") or []
        if cost.get("meteringUnit")
    ]


def ended(state):
    """Instances as they were until they were removed, paused, or got another plan, and when that was."""
    return [(one["id"], one, one["until"]) for one in state.get("ended", [])]


def active(state, until):
    return [(name, one, until) for name, one in state.get("instances", {}).items() if is_active(one)]


def is_active(instance):
    operation = instance["operation"]
    is_there = not operation or operation["done"] or operation["kind"] == "update"
    return instance["enabled"] and is_there


def level_of(record, name):
    return " ".join([record["resource_instance_id"], record["plan_id"], record.get("consumer_id", "-"), name])


def levels_in(record):
    """What the events of a record leave."""
    events = [one for one in record["measured_usage"] if isinstance(one["quantity"], dict)]
    return {level_of(record, one["measure"]): one["quantity"]["current"] for one in events}


def main(arguments):
    setting = os.environ.get
    catalog = json.loads(Path(__file__).with_name("catalog.json").read_text(encoding="utf-8"))
    issuer = Issuer(os.environ["ISSUER"])
    platform = Platform(issuer, os.environ["SLIPWAY_API_KEY"], catalog["services"][0]["name"])
    state = Path(setting("BROKER_STATE", "state.json"))
    reporter = Reporter(catalog, state, Path(setting("BROKER_USAGE", "usage.json")), platform)
    once = arguments == ["--once"]
    while True:
        now = int(time.time() * 1000)
        wait = reporter.report(now, once)
        if once:
            return 0 if wait is None else 1
        time.sleep((HOUR - now % HOUR) / 1000 + 1 if wait is None else wait)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
