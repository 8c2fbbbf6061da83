"""pureport-client 1.0.11 as a library, on the account side: accounts, roles, members, invites, API keys,
billing and the audit log, each made, changed and given up."""

import os
import tempfile

from sandbox import sandbox

calls = 0


def refused(name, function, *arguments):
    """A call that raises the client's exception of this name."""
    from pureport.exception import api

    global calls
    calls += 1
    try:
        function(*arguments)
    except getattr(api, f"{name}Exception"):
        return
    raise AssertionError(f"{function} was not refused")


def did(answer):
    """Counts a call."""
    global calls
    calls += 1
    return answer


def link(thing):
    return {"href": thing["href"]}


def round_trip(client, body, key, change):
    """Made, listed, read, changed as it was answered, deleted; gives what was made."""
    made = did(client.create(body))
    name = made[key] if isinstance(key, str) else key(made)
    read = did(client.get(name))
    assert read in did(client.list())
    changed = did(client.update({**read, **change}))
    assert all(changed[field] == value for field, value in change.items()), changed
    did(client.delete(name))
    refused("NotFound", client.get, name)
    return made


def child_account(client, acme):
    made = did(client.accounts.create({"name": "Branch", "parent": link(acme)}))
    assert did(client.accounts.list(parent_id=acme["id"])) == [made]
    assert did(client.accounts.list(name="branch")) == [made]
    changed = did(client.accounts.update({**made, "description": "d", "tags": {"a": "b"}}))
    assert (changed["description"], changed["tags"]) == ("d", {"a": "b"})
    assert did(client.accounts.get(made["id"])) == changed
    return changed


def people(client, child, roles):
    """Roles, members and invites of an account."""
    a, owner = client.accounts, link(child)
    rights = {"networks": {"read": True}}
    role = {"account": owner, "name": "r", "permissions": rights}
    round_trip(a.roles(child["id"]), role, "id", {"name": "s"})
    victor = did(a.members(child["parent"]["id"]).list())[1]["user"]
    member = {"account": owner, "user": link(victor), "roles": [link(roles["Read Only"])]}
    members = a.members(child["id"])
    round_trip(members, member, lambda made: made["user"]["id"], {"roles": []})
    invite = {"account": owner, "email": "new@example.com", "roles": []}
    round_trip(a.invites(child["id"]), invite, "id", {"roles": []})


def billing(client, child):
    method = client.accounts.billing(child["id"])
    refused("NotFound", method.get)
    assert did(method.get_configured()) is False
    address = {"street": "1 Main Street", "city": "Raleigh", "country": "US"}
    body = {
        "account": link(child),
        "name": "Jo Payer",
        "email": "jo@example.com",
        "collectionMethod": "CREDIT_CARD",
        "stripeToken": "tok_visa",
        "address": address,
    }
    made = did(method.create(body))
    assert made == did(method.get()) and made["address"] == address
    assert did(method.update({**made, "name": "Al"}))["name"] == "Al"
    assert did(method.get_configured()) is True


def keys(client, url, child, roles):
    from pureport.api.client import Client

    keys = client.accounts.api_keys(child["id"])
    body = {"name": "k", "roles": [link(roles["Read Only"])]}
    refused("Conflict", keys.create, body)
    consent = client.accounts.consent(child["id"])
    refused("NotFound", consent.get)
    assert did(consent.accept()) == did(consent.get())
    billing(client, child)
    made = did(keys.create(body))
    reader = Client(url, made["key"], made["secret"])
    assert [one["id"] for one in did(reader.accounts.list())] == [child["id"]]
    refused("Forbidden", reader.accounts.get, child["parent"]["id"])
    refused("Forbidden", reader.accounts.networks(child["id"]).create, {"name": "n"})
    round_trip(keys, body, "key", {"description": "d"})
    did(keys.delete(made["key"]))
    refused("Unauthorized", reader.accounts.list)


def audit(client, child):
    log = client.accounts.audit_log(child["id"])
    page = did(log.query(page_size=5, sort="timestamp", sort_direction="ASC"))
    assert (page["pageNumber"], page["pageSize"], len(page["content"])) == (0, 5, 5)
    assert page["content"][0]["eventType"] == "ACCOUNT_CREATE"
    assert page["content"][0]["ipAddress"] == "127.0.0.1"
    failed = did(log.query(result="FAILURE", principal_id="sandbox"))["content"]
    assert [one["eventType"] for one in failed] == ["API_KEY_CREATE"]
    refused("UnprocessableEntity", lambda: log.query(sort="colour"))
    metrics = client.accounts.metrics(child["id"])
    for ask in (metrics.usage_by_connection, metrics.usage_by_network_and_time):
        assert did(ask({"timeUnit": "DAYS", "trafficType": "ALL"})) == []
    did(metrics.usage_by_connection_and_time({"connectionIds": [], "timeUnit": "HOURS"}))


def main():
    with sandbox() as here, tempfile.TemporaryDirectory() as home:
        # No credentials file of the user's.
        os.environ["HOME"] = home
        from pureport.api.client import Client

        client = Client(here.pureport, "sandbox", "sandbox")
        acme = did(client.accounts.list())[0]
        roles = {one["name"]: one for one in did(client.accounts.roles(acme["id"]).list())}
        child = child_account(client, acme)
        people(client, child, roles)
        keys(client, here.pureport, child, roles)
        audit(client, child)
        refused("Conflict", client.accounts.delete, acme["id"])
        did(client.accounts.billing(child["id"]).delete())
        did(client.accounts.delete(child["id"]))
        refused("NotFound", client.accounts.get, child["id"])
        print(f"{calls} calls of pureport-client 1.0.11 on the account side, refusals among them")


main()
