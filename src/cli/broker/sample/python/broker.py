"""What the broker knows and what it refuses. Where it says MAKE, CHANGE, BLOCK and REMOVE, your service comes in."""

import json
import os
import re
import secrets
import threading
import time
from urllib.parse import quote

REMEMBERED_REMOVALS = 1000
# As long as the platform takes a record of it.
REMEMBERED_ENDS_MS = 48 * 3_600_000
STATES = {"provision": "being made", "update": "being changed", "deprovision": "being removed"}
# The catalog's members in the contract, with the 2.x that brought them. What the platform adds to its export is not told.
SERVICE = {
    **dict.fromkeys("id name description tags requires bindable metadata dashboard_client".split(), 0),
    **dict.fromkeys("plan_updateable plans".split(), 0),
    **dict.fromkeys("instances_retrievable bindings_retrievable".split(), 14),
    "allow_context_updates": 15,
}
PLAN = {
    **dict.fromkeys("id name description metadata free bindable".split(), 0),
    "schemas": 13,
    **dict.fromkeys("plan_updateable maximum_polling_duration maintenance_info".split(), 15),
    "binding_rotatable": 17,
}


class Refused(Exception):
    """An error answer. The description is shown to the customer."""

    def __init__(self, status, description, error=None):
        super().__init__(description)
        self.status = status
        self.body = {"description": description}
        if error:
            self.body["error"] = error


class Broker:
    """What the broker knows: the catalog, and instances with their bindings, kept in one file.

    Instances of slow plans are made, changed and removed in operations that the platform polls."""

    def __init__(self, catalog, state, slow_plans=(), slow_seconds=5, public_url="http://localhost:5000"):
        self.catalog = catalog
        self.state = state
        self.public_url = public_url
        self.slow_plans = set(slow_plans)
        self.slow_seconds = slow_seconds
        self.lock = threading.Lock()
        kept = json.loads(state.read_text()) if state.exists() else {}
        self.instances = kept.get("instances", {})
        self.removed = kept.get("removed", [])
        self.ended = kept.get("ended", [])

    def save(self):
        fresh = self.state.with_suffix(".new")
        kept = {"instances": self.instances, "removed": self.removed, "ended": self.ended}
        fresh.write_text(json.dumps(kept))
        os.replace(fresh, self.state)

    def told_catalog(self, minor):
        def told(members, known):
            return {name: value for name, value in members.items() if known.get(name, 99) <= minor}

        services = [told(service, SERVICE) for service in self.catalog["services"]]
        for service in services:
            service["plans"] = [told(plan, PLAN) for plan in service["plans"]]
        return {"services": services}

    def plan(self, service_id, plan_id):
        service = next((s for s in self.catalog["services"] if s["id"] == service_id), None)
        if service is None:
            raise Refused(400, "The service_id is not in this broker's catalog.")
        plan = next((p for p in service["plans"] if p["id"] == plan_id), None)
        if plan is None:
            raise Refused(400, "The plan_id is not in this broker's catalog.")
        return service, plan

    def check(self, service, plan, parameters, body):
        for known in (service.get("metadata") or {}).get("parameters") or []:
            if known["name"] not in parameters:
                continue
            value = parameters[known["name"]]
            options = [option["value"] for option in known.get("options") or []]
            values = value if isinstance(value, list) else [value]
            if options and known.get("type") != "combo" and any(one not in options for one in values):
                raise Refused(400, f"{known['name']} is none of its options.")
            if known.get("pattern") and not matches(known["pattern"], value):
                raise Refused(400, f"{known['name']} does not have the form that it should.")
        version = members(body, "maintenance_info").get("version")
        if version is not None and version != (plan.get("maintenance_info") or {}).get("version"):
            raise Refused(422, "The maintenance_info is not the catalog's.", "MaintenanceInfoConflict")

    def instance(self, instance_id, status=404):
        if instance_id not in self.instances:
            raise Refused(status, "There is no such instance.")
        return self.instances[instance_id]

    def idle_instance(self, instance_id, status=404):
        known = self.instance(instance_id, status)
        if running(known):
            raise busy()
        return known

    def begin(self, kind, plan, query):
        """The operation in which a slow plan's work is done, called by its kind; None for the other plans."""
        if plan["name"] not in self.slow_plans:
            return None
        if query.get("accepts_incomplete") != "true":
            raise Refused(422, "This plan needs a platform that waits for it.", "AsyncRequired")
        return {"kind": kind, "ends": time.time() + self.slow_seconds, "done": False}

    # Instances

    def provision(self, instance_id, body, query, made_by=None):
        service_id, plan_id = text(body, "service_id"), text(body, "plan_id")
        owner = [body.get("organization_guid"), body.get("space_guid")]
        context = members(body, "context")
        if not (all(owner) or context.get("platform")):
            raise Refused(400, "Either context.platform or organization_guid and space_guid are needed.")
        service, plan = self.plan(service_id, plan_id)
        parameters = members(body, "parameters")
        self.check(service, plan, parameters, body)
        wanted = {"service_id": service_id, "plan_id": plan_id, "parameters": parameters, "owner": owner}
        answer = {"dashboard_url": self.dashboard_url(instance_id)}
        known = self.instances.get(instance_id)
        if known is not None:
            if any(known[name] != value for name, value in wanted.items()):
                raise Refused(409, "An instance with this id and other attributes exists.")
            operation = running(known)
            if operation is None:
                return 200, answer
            if operation["kind"] != "provision":
                raise busy()
            return 202, {**answer, "operation": operation["kind"]}
        operation = self.begin("provision", plan, query)
        # MAKE the instance here, or begin to if there is an operation.
        about = {"name": context.get("name"), "region": region(context), "made_by": made_by, "since": now()}
        known = {**wanted, **about, "enabled": True, "bindings": {}, "operation": operation}
        self.instances[instance_id] = known
        return (202, {**answer, "operation": operation["kind"]}) if operation else (201, answer)

    def update(self, instance_id, body, query):
        service_id = text(body, "service_id")
        known = self.idle_instance(instance_id)
        if service_id != known["service_id"]:
            raise Refused(400, "The instance belongs to another service.")
        context, _ = members(body, "context"), members(body, "previous_values")
        plan_id = body.get("plan_id") or known["plan_id"]
        service, plan = self.plan(service_id, plan_id)
        updateable = plan.get("plan_updateable", service.get("plan_updateable", False))
        if plan_id != known["plan_id"] and not updateable:
            raise Refused(422, "The plan of this service cannot be changed.")
        parameters = {**known["parameters"], **members(body, "parameters")}
        self.check(service, plan, parameters, body)
        operation = self.begin("update", plan, query)
        known["name"] = context.get("name") or known["name"]
        if (plan_id, parameters) == (known["plan_id"], known["parameters"]):
            return 200, {}
        # CHANGE the instance here, or begin to if there is an operation.
        if plan_id != known["plan_id"]:
            self.end(instance_id, known)
            known["since"] = now()
        known.update(plan_id=plan_id, parameters=parameters, operation=operation)
        return (202, {"operation": operation["kind"]}) if operation else (200, {})

    def fetch(self, instance_id, body, query):
        known = self.instance(instance_id)
        operation = running(known)
        if operation:
            raise Refused(404, "The instance is being made.") if operation["kind"] == "provision" else busy()
        told = {name: known[name] for name in ("service_id", "plan_id", "parameters")}
        return 200, {**told, "dashboard_url": self.dashboard_url(instance_id)}

    def deprovision(self, instance_id, body, query):
        service_id, plan_id = text(query, "service_id"), text(query, "plan_id")
        known = self.instance(instance_id, 410)
        if (known["service_id"], known["plan_id"]) != (service_id, plan_id):
            raise Refused(400, "The instance belongs to another service or plan.")
        operation = running(known)
        if operation:
            if operation["kind"] != "deprovision":
                raise busy()
            return 202, {"operation": operation["kind"]}
        operation = self.begin("deprovision", self.plan(service_id, plan_id)[1], query)
        # REMOVE the instance and its data here, or begin to if there is an operation.
        self.end(instance_id, known)
        if operation is None:
            del self.instances[instance_id]
            return 200, {}
        known["operation"] = operation
        return 202, {"operation": operation["kind"]}

    def last_operation(self, instance_id, body, query):
        if instance_id not in self.instances and instance_id in self.removed:
            return 200, {"state": "succeeded"}
        known = self.instance(instance_id)
        asked, operation = query.get("operation"), known["operation"]
        if asked and asked != (operation or {}).get("kind"):
            raise Refused(400, "There is no such operation.")
        if running(known):
            # Your service knows whether it is done, and says `failed` with a description when it cannot be.
            if time.time() < operation["ends"]:
                return 200, {"state": "in progress"}
            operation["done"] = True
            if operation["kind"] == "deprovision":
                del self.instances[instance_id]
                self.removed = [*self.removed, instance_id][-REMEMBERED_REMOVALS:]
            self.save()
        return 200, {"state": "succeeded"}

    # Bindings

    def bind(self, instance_id, binding_id, body, query):
        service_id, plan_id = text(body, "service_id"), text(body, "plan_id")
        service, plan = self.plan(service_id, plan_id)
        known = self.idle_instance(instance_id)
        bound = known["bindings"].get(binding_id)
        conflict = Refused(409, "A binding with this id and other attributes exists.")
        if (known["service_id"], known["plan_id"]) != (service_id, plan_id):
            raise conflict if bound else Refused(400, "The instance belongs to another service or plan.")
        if not plan.get("bindable", service["bindable"]):
            raise Refused(400, "Instances of this plan cannot be bound.")
        if not known["enabled"]:
            raise Refused(422, "The instance is disabled; it can be bound when it is enabled again.")
        resource = members(body, "bind_resource")
        keys = (service.get("metadata") or {}).get("serviceKeysSupported")
        if keys is False and not (resource.get("app_guid") or body.get("app_guid")):
            raise Refused(422, "Only applications can be bound.", "RequiresApp")
        wanted = {"resource": resource, "parameters": members(body, "parameters")}
        if bound is not None:
            if bound["wanted"] != wanted:
                raise conflict
            return 200, {"credentials": bound["credentials"]}
        # MAKE credentials of this binding's own here.
        credentials = {"uri": "https://service.example", "token": secrets.token_urlsafe(24)}
        known["bindings"][binding_id] = {"wanted": wanted, "credentials": credentials}
        return 201, {"credentials": credentials}

    def fetch_binding(self, instance_id, binding_id, body, query):
        bound = self.instance(instance_id)["bindings"].get(binding_id)
        if bound is None:
            raise Refused(404, "There is no such binding.")
        parameters = bound["wanted"]["parameters"]
        return 200, {"credentials": bound["credentials"], **({"parameters": parameters} if parameters else {})}

    def unbind(self, instance_id, binding_id, body, query):
        service_id, plan_id = text(query, "service_id"), text(query, "plan_id")
        known = self.idle_instance(instance_id, 410)
        if (known["service_id"], known["plan_id"]) != (service_id, plan_id):
            raise Refused(400, "The instance belongs to another service or plan.")
        # REMOVE the credentials of this binding here, and no others.
        if known["bindings"].pop(binding_id, None) is None:
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
        known = self.instance(instance_id)
        if enabled and not known["enabled"]:
            known["since"] = now()
        elif not enabled:
            self.end(instance_id, known)
        known["enabled"] = enabled
        return 200, {"enabled": enabled}

    # Usage

    def end(self, instance_id, known):
        """Told to whoever reports usage: until now the instance was active as it is."""
        until = now()
        self.ended = [one for one in self.ended if one["until"] > until - REMEMBERED_ENDS_MS]
        if known["enabled"] and (running(known) or {"kind": "update"})["kind"] == "update":
            told = {name: known[name] for name in ("plan_id", "region", "since")}
            self.ended.append({"id": instance_id, **told, "until": until, "bindings": list(known["bindings"])})

    # The dashboard

    def dashboard_url(self, instance_id):
        return f"{self.public_url}/dashboard/{quote(instance_id, safe='')}"

    def shown(self, instance_id):
        """What the dashboard tells of an instance; None if there is none."""
        known = self.instances.get(instance_id)
        if known is None:
            return None
        _, plan = self.plan(known["service_id"], known["plan_id"])
        operation = running(known)
        state = STATES[operation["kind"]] if operation else "enabled" if known["enabled"] else "disabled"
        return {"name": known["name"] or instance_id, "plan": plan["name"], "state": state, "made_by": known["made_by"]}


def running(known):
    operation = known["operation"]
    return operation if operation and not operation["done"] else None


def busy():
    return Refused(422, "Another operation on this instance is in progress.", "ConcurrencyError")


def now():
    """Milliseconds since 1970."""
    return int(time.time() * 1000)


def region(context):
    """Where the platform puts the instance: the sixth part of its CRN."""
    parts = str(context.get("crn") or "").split(":")
    return parts[5] if len(parts) == 10 else None


def text(members, name):
    value = members.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(400, f"{name} is missing.")
    return value


def members(body, name):
    """An optional object; null and {} are as good as none."""
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise Refused(400, f"{name} is not a JSON object.")
    return value or {}


def matches(pattern, value):
    try:
        return isinstance(value, str) and re.fullmatch(pattern, value) is not None
    except re.error:
        return True
