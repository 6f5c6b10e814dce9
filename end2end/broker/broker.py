"""A small service broker on the PyPI package openbrokerapi, for trying out a downloaded catalog.json.

    python broker.py catalog.json [--port 5000] [--user broker] [--password secret] [--without-extension]

It hosts the catalog exactly as downloaded, and keeps its instances and bindings in memory. What the package leaves to
its user is here: instance ids with an encoded slash, errors with a description, and the extension that disables and
enables instances. Without the extension it is what a provider would write first, and fails the checks about it.
"""

import argparse
import json
import logging
from urllib.parse import unquote, urlsplit

from openbrokerapi import api, errors, settings
from openbrokerapi.catalog import ServicePlan
from openbrokerapi.service_broker import (
    Binding,
    BindDetails,
    BindState,
    DeprovisionDetails,
    DeprovisionServiceSpec,
    ProvisionDetails,
    ProvisionedServiceSpec,
    ProvisionState,
    Service,
    ServiceBroker,
    UnbindDetails,
    UnbindSpec,
    UpdateDetails,
    UpdateServiceSpec,
)
from flask import Flask, jsonify, request


def service_of(exported):
    """The members of an exported service, with its plans as the package wants them."""
    members = dict(exported)
    plans = [ServicePlan(**plan) for plan in members.pop("plans")]
    return Service(plans=plans, **members)


class MemoryBroker(ServiceBroker):
    """One service, instances and bindings in memory."""

    def __init__(self, exported):
        self._service = service_of(exported)
        self._instances = {}
        self._bindings = {}
        self._disabled = set()

    def catalog(self):
        return self._service

    def provision(self, instance_id, details: ProvisionDetails, async_allowed, **kwargs):
        self._check_service(details.service_id)
        wanted = (details.plan_id, json.dumps(details.parameters, sort_keys=True))
        known = self._instances.get(instance_id)
        if known is not None and known != wanted:
            raise errors.ErrInstanceAlreadyExists()
        self._instances[instance_id] = wanted
        state = ProvisionState.IDENTICAL_ALREADY_EXISTS if known else ProvisionState.SUCCESSFUL_CREATED
        return ProvisionedServiceSpec(state, dashboard_url=f"https://vector.example/dashboard/{instance_id}")

    def update(self, instance_id, details: UpdateDetails, async_allowed, **kwargs):
        if instance_id not in self._instances:
            raise errors.ErrBadRequest("There is no such instance.")
        plan_id, parameters = self._instances[instance_id]
        if details.parameters is not None:
            parameters = json.dumps(details.parameters, sort_keys=True)
        self._instances[instance_id] = (details.plan_id or plan_id, parameters)
        return UpdateServiceSpec(False)

    def deprovision(self, instance_id, details: DeprovisionDetails, async_allowed, **kwargs):
        if self._instances.pop(instance_id, None) is None:
            raise errors.ErrInstanceDoesNotExist()
        self._disabled.discard(instance_id)
        return DeprovisionServiceSpec(False)

    def bind(self, instance_id, binding_id, details: BindDetails, async_allowed, **kwargs):
        if instance_id not in self._instances:
            raise errors.ErrBadRequest("There is no such instance.")
        if instance_id in self._disabled:
            raise errors.ErrBadRequest("The instance is disabled.")
        wanted = (instance_id, details.plan_id, json.dumps(details.parameters, sort_keys=True))
        known = self._bindings.get(binding_id)
        if known is not None and known != wanted:
            raise errors.ErrBindingAlreadyExists()
        self._bindings[binding_id] = wanted
        state = BindState.IDENTICAL_ALREADY_EXISTS if known else BindState.SUCCESSFUL_BOUND
        return Binding(state=state, credentials={"endpoint": "https://vector.example", "token": f"token-{binding_id}"})

    def unbind(self, instance_id, binding_id, details: UnbindDetails, async_allowed, **kwargs):
        if self._bindings.pop(binding_id, None) is None:
            raise errors.ErrBindingDoesNotExist()
        return UnbindSpec(False)

    def is_enabled(self, instance_id):
        """None if there is no such instance."""
        return instance_id not in self._disabled if instance_id in self._instances else None

    def set_enabled(self, instance_id, enabled):
        if enabled:
            self._disabled.discard(instance_id)
        else:
            self._disabled.add(instance_id)

    def _check_service(self, service_id):
        if service_id != self._service.id:
            raise errors.ErrBadRequest("There is no such service.")


class EncodedSlashes:
    """Leaves an encoded slash encoded, so that an instance id that holds one is still one part of the path."""

    def __init__(self, app):
        self._app = app

    def __call__(self, environ, start_response):
        raw = urlsplit(environ.get("REQUEST_URI", "")).path
        if "%2f" in raw.lower():
            parts = (unquote(part).replace("/", "%2F") for part in raw.split("/"))
            environ["PATH_INFO"] = "/".join(parts)
        return self._app(environ, start_response)


def describe(response):
    """Every error says something: the package answers some with nothing, the framework with a page."""
    if response.status_code >= 400 and not (response.is_json and (response.get_json() or {}).get("description")):
        described = jsonify(description=f"{response.status} for {request.method}.")
        response.data, response.content_type = described.data, described.content_type
    return response


def extend(app, broker, user, password):
    """The extension: whether an instance is enabled, and switching it."""

    @app.route("/platform_v1/service_instances/<instance_id>", methods=["GET", "PUT"])
    def enabled(instance_id):
        given = request.authorization
        if given is None or (given.username, given.password) != (user, password):
            return jsonify(description="Wrong user name or password."), 401
        if broker.is_enabled(instance_id) is None:
            return jsonify(description="There is no such instance."), 404
        if request.method == "PUT":
            wanted = (request.get_json(silent=True) or {}).get("enabled")
            if not isinstance(wanted, bool):
                return jsonify(description="enabled has to be true or false."), 400
            broker.set_enabled(instance_id, wanted)
        return jsonify(enabled=broker.is_enabled(instance_id), active=True), 200


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("catalog", help="the catalog.json that the console let you download")
    arguments.add_argument("--port", type=int, default=5000)
    arguments.add_argument("--user", default="broker")
    arguments.add_argument("--password", default="secret")
    arguments.add_argument("--without-extension", action="store_true", help="leave enabling and disabling out")
    given = arguments.parse_args()
    with open(given.catalog, encoding="utf-8") as file:
        (exported,) = json.load(file)["services"]
    # The platform is no Cloud Foundry: it has neither organizations nor spaces.
    settings.DISABLE_SPACE_ORG_GUID_CHECK = True
    app, broker = Flask("broker"), MemoryBroker(exported)
    app.after_request(describe)
    app.wsgi_app = EncodedSlashes(app.wsgi_app)
    credentials = api.BrokerCredentials(given.user, given.password)
    app.register_blueprint(api.get_blueprint(broker, credentials, logging.getLogger("broker")))
    if not given.without_extension:
        extend(app, broker, given.user, given.password)
    app.run("127.0.0.1", given.port)


if __name__ == "__main__":
    main()
