"""pureport-python 0.5.0, Pureport's own SDK: builds its models and functions from our document.

Its models refuse an answer that lacks a required field or has an unknown value of an enumeration, so
that each call below also checks the shape of what is answered.
"""

import os
import sys
import tempfile

from sandbox import sandbox

ORDER = {
    "name": "c1",
    "type": "AWS_DIRECT_CONNECT",
    "speed": 50,
    "high_availability": True,
    "peering": {"type": "PRIVATE"},
    "location": {"href": "/locations/us-sea"},
    "billing_term": "HOURLY",
    "aws_account_id": "123456789012",
    "aws_region": "us-west-2",
}


def refused(status, function, *arguments):
    """A call that is refused with this status."""
    from pureport.exceptions import PureportHttpError

    try:
        function(*arguments)
    except PureportHttpError as refusal:
        assert refusal.status == status, f"{refusal.status} instead of {status}"
    else:
        raise AssertionError(f"{function} was not refused")


def catalogue(session):
    assert [one.id for one in session.find_all_accounts()] == [session.account_id]
    assert session.get_account(session.account_id).name == "Acme Networks"
    locations = session.find_locations()
    assert sorted(one.name for one in locations)[0] == "Chicago, IL"
    assert session.get_location("us-sea").geo_coordinates.latitude > 47
    assert session.get_cloud_regions()[0].provider == "AWS"
    assert len(session.get_cloud_services()) == 8
    offers = session.get_account_supported_connections()
    assert any(offer.id == "us-sea-awsdx-private-50-ha" for offer in offers)


def network(session, models):
    session.add_network(model=models.load("Network", {"name": "net1"}))
    found = session.find_network("net1")
    assert found.state == "ACTIVE"
    assert found.id in [one.id for one in session.find_networks()]
    assert session.get_network(found.id).href == f"/networks/{found.id}"
    return found.id


def connection(session, models, n):
    ordered = session.add_connection(n, model=models.load("Connection", dict(ORDER)))
    c = ordered.id
    live = session.get_connection(c)
    assert (live.state, type(live).__name__) == ("ACTIVE", "AWSDirectConnectConnection")
    assert live.primary_gateway.bgp_config.pureport_asn == 394351
    assert live.secondary_gateway.availability_domain == "SECONDARY"
    assert [one.id for one in session.find_connections()] == [c]
    assert [one.id for one in session.get_connections(n)] == [c]
    assert session.find_connection("c1").id == c
    gateway(session, live.primary_gateway.id)
    refused(409, session.delete_network, n)
    assert session.delete_connection(c).state == "DELETING"
    refused(404, session.get_connection, c)


def gateway(session, g):
    assert session.get_gateway(g).remote_id.startswith("dxcon-")
    assert all(route.valid for route in session.get_gateway_bgp_routes(g))
    assert all(route.prefix for route in session.get_gateway_ip_routes(g))
    assert session.current_connectivity(g)[0].loss_rate == 1.0
    assert session.get_gateway_tasks(g) == []


def main():
    with sandbox() as here, tempfile.TemporaryDirectory() as home:
        os.environ.update(
            HOME=home,  # a document that it has kept would be taken instead of ours
            PUREPORT_API_BASE_URL=here.pureport,
            PUREPORT_API_KEY="sandbox",
            PUREPORT_API_SECRET="sandbox",
        )
        from pureport import models
        from pureport.credentials import default
        from pureport.session import Session

        session = Session(*default(), automake_bindings=True)
        calls = count(session)
        catalogue(session)
        n = network(session, models)
        connection(session, models, n)
        session.delete_network(n)
        refused(404, session.get_network, n)
        made = sum(hasattr(one, "_schema") for one in vars(models).values())
        print(f"{made} models made from our document, {calls()} calls of pureport-python 0.5.0")


def count(session):
    """Counts the requests from here on."""
    seen = []
    send = session.http.urlopen

    def noting(*arguments, **named):
        seen.append(arguments)
        return send(*arguments, **named)

    session.http.urlopen = noting
    return lambda: len(seen)


sys.exit(main())
