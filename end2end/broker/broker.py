"""A small service broker on the PyPI package openbrokerapi, for trying out a downloaded catalog.json.

    python broker.py catalog.json [--port 5000] [--user broker] [--password secret]

It is what a provider would write first: it hosts the catalog exactly as downloaded, and keeps its instances and
bindings in memory.
"""

import argparse
import json
import logging

from openbrokerapi import api, errors
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
from flask import Flask


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

    def catalog(self):
        return self._service

    def provision(self, instance_id, details: ProvisionDetails, async_allowed, **kwargs):
        wanted = (details.plan_id, json.dumps(details.parameters, sort_keys=True))
        known = self._instances.get(instance_id)
        if known is not None and known != wanted:
            raise errors.ErrInstanceAlreadyExists()
        self._instances[instance_id] = wanted
        state = ProvisionState.IDENTICAL_ALREADY_EXISTS if known else ProvisionState.SUCCESSFUL_CREATED
        return ProvisionedServiceSpec(state, dashboard_url=f"https://vector.example/dashboard/{instance_id}")

    def update(self, instance_id, details: UpdateDetails, async_allowed, **kwargs):
        if instance_id not in self._instances:
            raise errors.ErrInstanceDoesNotExist()
        _, parameters = self._instances[instance_id]
        self._instances[instance_id] = (details.plan_id, parameters)
        return UpdateServiceSpec(False)

    def deprovision(self, instance_id, details: DeprovisionDetails, async_allowed, **kwargs):
        if self._instances.pop(instance_id, None) is None:
            raise errors.ErrInstanceDoesNotExist()
        return DeprovisionServiceSpec(False)

    def bind(self, instance_id, binding_id, details: BindDetails, async_allowed, **kwargs):
        known = binding_id in self._bindings
        self._bindings[binding_id] = instance_id
        state = BindState.IDENTICAL_ALREADY_EXISTS if known else BindState.SUCCESSFUL_BOUND
        return Binding(state=state, credentials={"endpoint": "https://vector.example", "token": binding_id})

    def unbind(self, instance_id, binding_id, details: UnbindDetails, async_allowed, **kwargs):
        if self._bindings.pop(binding_id, None) is None:
            raise errors.ErrBindingDoesNotExist()
        return UnbindSpec(False)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("catalog", help="the catalog.json that the console let you download")
    arguments.add_argument("--port", type=int, default=5000)
    arguments.add_argument("--user", default="broker")
    arguments.add_argument("--password", default="secret")
    given = arguments.parse_args()
    with open(given.catalog, encoding="utf-8") as file:
        (exported,) = json.load(file)["services"]
    app = Flask("broker")
    credentials = api.BrokerCredentials(given.user, given.password)
    app.register_blueprint(api.get_blueprint(MemoryBroker(exported), credentials, logging.getLogger("broker")))
    app.run("127.0.0.1", given.port)


if __name__ == "__main__":
    main()
