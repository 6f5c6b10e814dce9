"""A complete, small service broker: Python 3.9 or newer, no packages.

    BROKER_USER=broker BROKER_PASSWORD=secret python3 broker.py [--port 5000] [--state state.json]

It serves catalog.json as the console exported it and remembers what it was asked for. Where it says MAKE, CHANGE, BLOCK
and REMOVE, your service comes in.
"""

import argparse
import base64
import hmac
import json
import os
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

EXTENSION = "platform_v1"
LARGEST_BODY = 1024 * 1024


class Refused(Exception):
    """An error answer. The description is shown to the customer."""

    def __init__(self, status, description, error=None):
        super().__init__(description)
        self.status = status
        self.body = {"description": description}
        if error:
            self.body["error"] = error


class Broker:
    """What the broker knows: the catalog, and instances with their bindings, kept in one file."""

    def __init__(self, catalog, state):
        self.catalog = catalog
        self.state = state
        self.lock = threading.Lock()
        self.instances = json.loads(state.read_text()) if state.exists() else {}

    def save(self):
        fresh = self.state.with_suffix(".new")
        fresh.write_text(json.dumps(self.instances))
        os.replace(fresh, self.state)

    def plan(self, service_id, plan_id):
        service = next((s for s in self.catalog["services"] if s["id"] == service_id), None)
        if service is None:
            raise Refused(400, "The service_id is not in this broker's catalog.")
        plan = next((p for p in service["plans"] if p["id"] == plan_id), None)
        if plan is None:
            raise Refused(400, "The plan_id is not in this broker's catalog.")
        return service, plan

    def check_parameters(self, service, parameters):
        for known in service.get("metadata", {}).get("parameters", []):
            if known["name"] not in parameters:
                continue
            value = parameters[known["name"]]
            options = [option["value"] for option in known.get("options", [])]
            values = value if isinstance(value, list) else [value]
            if options and known.get("type") != "combo" and any(one not in options for one in values):
                raise Refused(400, f"{known['name']} is none of its options.")
            pattern = known.get("pattern")
            if pattern and not (isinstance(value, str) and re.fullmatch(pattern, value)):
                raise Refused(400, f"{known['name']} does not have the form that it should.")

    def instance(self, instance_id, status=404):
        if instance_id not in self.instances:
            raise Refused(status, "There is no such instance.")
        return self.instances[instance_id]

    # Instances

    def provision(self, instance_id, body, query):
        service_id, plan_id = text(body, "service_id"), text(body, "plan_id")
        legacy = body.get("organization_guid") and body.get("space_guid")
        if not (legacy or (body.get("context") or {}).get("platform")):
            raise Refused(400, "Either context.platform or organization_guid and space_guid are needed.")
        service, _ = self.plan(service_id, plan_id)
        parameters = body.get("parameters") or {}
        self.check_parameters(service, parameters)
        wanted = {"service_id": service_id, "plan_id": plan_id, "parameters": parameters}
        answer = {"dashboard_url": "https://service.example/instances/" + quote(instance_id, safe="")}
        known = self.instances.get(instance_id)
        if known is not None:
            if any(known[name] != value for name, value in wanted.items()):
                raise Refused(409, "An instance with this id and other attributes exists.")
            return 200, answer
        # MAKE the instance here. If that takes more than a few seconds, answer 202 with an operation instead.
        self.instances[instance_id] = {**wanted, "enabled": True, "bindings": {}}
        return 201, answer

    def update(self, instance_id, body, query):
        known = self.instance(instance_id)
        if text(body, "service_id") != known["service_id"]:
            raise Refused(400, "The instance belongs to another service.")
        plan_id = body.get("plan_id") or known["plan_id"]
        service, plan = self.plan(known["service_id"], plan_id)
        updateable = plan.get("plan_updateable", service.get("plan_updateable", False))
        if plan_id != known["plan_id"] and not updateable:
            raise Refused(422, "The plan of this service cannot be changed.")
        parameters = {**known["parameters"], **(body.get("parameters") or {})}
        self.check_parameters(service, parameters)
        # CHANGE the instance here.
        known.update(plan_id=plan_id, parameters=parameters)
        return 200, {}

    def fetch(self, instance_id, body, query):
        known = self.instance(instance_id)
        return 200, {name: known[name] for name in ("service_id", "plan_id", "parameters")}

    def deprovision(self, instance_id, body, query):
        service_id, plan_id = text(query, "service_id"), text(query, "plan_id")
        known = self.instance(instance_id, 410)
        if (known["service_id"], known["plan_id"]) != (service_id, plan_id):
            raise Refused(400, "The instance belongs to another service or plan.")
        # REMOVE the instance and its data here.
        del self.instances[instance_id]
        return 200, {}

    def last_operation(self, instance_id, body, query):
        self.instance(instance_id, 410)
        return 200, {"state": "succeeded"}

    # Bindings

    def bind(self, instance_id, binding_id, body, query):
        known = self.instance(instance_id)
        service_id, plan_id = text(body, "service_id"), text(body, "plan_id")
        service, plan = self.plan(service_id, plan_id)
        if not plan.get("bindable", service["bindable"]):
            raise Refused(400, "Instances of this plan cannot be bound.")
        if not known["enabled"]:
            raise Refused(422, "The instance is disabled; it can be bound when it is enabled again.")
        resource = body.get("bind_resource") or {}
        if service.get("metadata", {}).get("serviceKeysSupported") is False and not resource.get("app_guid"):
            raise Refused(422, "Only applications can be bound.", "RequiresApp")
        wanted = {"service_id": service_id, "plan_id": plan_id, "resource": resource,
                  "parameters": body.get("parameters") or {}}
        bound = known["bindings"].get(binding_id)
        if bound is not None:
            if bound["wanted"] != wanted:
                raise Refused(409, "A binding with this id and other attributes exists.")
            return 200, {"credentials": bound["credentials"]}
        # MAKE credentials of this binding's own here.
        credentials = {"uri": "https://service.example", "token": secrets.token_urlsafe(24)}
        known["bindings"][binding_id] = {"wanted": wanted, "credentials": credentials}
        return 201, {"credentials": credentials}

    def fetch_binding(self, instance_id, binding_id, body, query):
        bound = self.instance(instance_id)["bindings"].get(binding_id)
        if bound is None:
            raise Refused(404, "There is no such binding.")
        return 200, {"credentials": bound["credentials"]}

    def unbind(self, instance_id, binding_id, body, query):
        text(query, "service_id"), text(query, "plan_id")
        # REMOVE the credentials of this binding here, and no others.
        if self.instance(instance_id, 410)["bindings"].pop(binding_id, None) is None:
            raise Refused(410, "There is no such binding.")
        return 200, {}

    # Enable and disable

    def fetch_state(self, instance_id, body, query):
        return 200, {"enabled": self.instance(instance_id)["enabled"]}

    def set_state(self, instance_id, body, query):
        enabled = body.get("enabled")
        if not isinstance(enabled, bool):
            raise Refused(400, "enabled is missing.")
        # BLOCK every access while the instance is disabled; keep its data.
        self.instance(instance_id)["enabled"] = enabled
        return 200, {"enabled": enabled}


def text(members, name):
    value = members.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(400, f"{name} is missing.")
    return value


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
    ("GET", ["v2", "catalog"], lambda broker, body, query: (200, broker.catalog)),
]


class Handler(BaseHTTPRequestHandler):
    """Authentication, version, path and body; then the broker."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        try:
            status, body = self.dispatch()
        except Refused as refused:
            status, body = refused.status, refused.body
        except Exception:
            self.log_error("unexpected error")
            status, body = 500, {"description": "The broker broke. Its operator finds the reason in the log."}
            raise
        finally:
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

    do_GET = do_PUT = do_PATCH = do_DELETE = answer

    def dispatch(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            raise Refused(413, "The body is too large.")
        raw = self.rfile.read(length)
        sent = self.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), self.server.authorization):
            raise Refused(401, "Wrong or missing credentials.")
        if not re.fullmatch(r"2\.\d+", self.headers.get("X-Broker-API-Version", "")):
            raise Refused(412, "X-Broker-API-Version has to be 2.x.")
        url = urlsplit(self.path)
        # Matched first, decoded then: an id may hold an encoded slash.
        segments = [unquote(segment) for segment in url.path.strip("/").split("/")]
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        for method, pattern, act in ROUTES:
            fits = len(pattern) == len(segments) and all(p in (None, s) for p, s in zip(pattern, segments))
            if method == self.command and fits:
                ids = [segment for want, segment in zip(pattern, segments) if want is None]
                broker = self.server.broker
                with broker.lock:
                    answer = act(broker, *ids, self.json(raw), query)
                    if method != "GET":
                        broker.save()
                    return answer
        raise Refused(404, "There is no such path; this broker's API starts at /v2.")

    def json(self, raw):
        if self.command not in ("PUT", "PATCH"):
            return {}
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(400, "The body is not a JSON object.")
        return body


def serve(port, state, user, password, host="127.0.0.1"):
    catalog = json.loads(Path(__file__).with_name("catalog.json").read_text())
    server = ThreadingHTTPServer((host, port), Handler)
    server.broker = Broker(catalog, Path(state))
    server.authorization = b"Basic " + base64.b64encode(f"{user}:{password}".encode())
    return server


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, default=5000)
    arguments.add_argument("--state", default="state.json")
    given = arguments.parse_args()
    listening = serve(given.port, given.state, os.environ["BROKER_USER"], os.environ["BROKER_PASSWORD"], given.host)
    print("listening on http://{}:{}".format(*listening.server_address), flush=True)
    listening.serve_forever()
