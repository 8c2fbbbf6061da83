"""pureport-client 1.0.11, Pureport's own command line: every command that a customer of this flow has."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from sandbox import sandbox

PUREPORT = pathlib.Path(sys.executable).with_name("pureport")
ORDER = {
    "name": "c1",
    "type": "AWS_DIRECT_CONNECT",
    "speed": 50,
    "highAvailability": True,
    "peering": {"type": "PRIVATE"},
    "location": {"href": "/locations/us-sea"},
    "billingTerm": "HOURLY",
    "awsAccountId": "123456789012",
    "awsRegion": "us-west-2",
}


class Cli:
    """The command line, signed in as the sandbox's operator, with no file of its user's in reach."""

    def __init__(self, url, home):
        self.commands = 0
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "LC_ALL": "C.UTF-8",
            "PUREPORT_API_URL": url,
            "PUREPORT_API_KEY": "sandbox",
            "PUREPORT_API_SECRET": "sandbox",
        }

    def run(self, *words):
        self.commands += 1
        words = [word if isinstance(word, str) else json.dumps(word) for word in words]
        return words, subprocess.run(
            [PUREPORT, *words], env=self.environment, capture_output=True, text=True, timeout=240
        )

    def __call__(self, *words):
        """What a command answers: JSON, or nothing."""
        words, ended = self.run(*words)
        assert ended.returncode == 0, f"{words}: {ended.stderr or ended.stdout}"
        return json.loads(ended.stdout) if ended.stdout.strip() else None

    def refused(self, status, *words):
        """A command that Pureport refuses with this status."""
        words, ended = self.run(*words)
        said = ended.stdout + ended.stderr
        assert ended.returncode != 0, f"{words} was not refused: {said}"
        assert str(status) in said, f"{words} was not refused with {status}: {said}"


def account(cli):
    """Everything about accounts; gives the operator's."""
    accounts = cli("accounts", "list")
    acme = next(one for one in accounts if one["name"] == "Acme Networks")
    assert cli("accounts", "list", "-n", "Acme Networks") == [acme]
    assert acme in cli("accounts", "list", "-p", acme["parent"]["id"])
    assert len(cli("accounts", "list", "-l", "1")) == 1
    a = acme["id"]
    assert cli("accounts", "permissions", "-a", a, "get")["networks"]["create"] is True
    assert all(role["name"] for role in cli("accounts", "roles", "-a", a, "list"))
    assert all(member["user"]["href"] for member in cli("accounts", "members", "-a", a, "list"))
    assert cli("accounts", "consent", "-a", a, "get")["consentAt"]
    cli.refused(409, "accounts", "consent", "-a", a, "accept")
    assert cli("accounts", "billing", "-a", a, "get-configured") is True
    offers = cli("accounts", "supported-connections", "-a", a, "list")
    assert any(offer["id"] == "us-sea-awsdx-private-50-ha" for offer in offers)
    return a


def catalogue(cli):
    offer = cli("supported-connections", "get", "us-sea-awsdx-private-50-ha")
    assert offer["billingPlans"][0]["amount"] > 0
    assert [one["id"] for one in cli("locations", "list")] == sorted(
        ["us-chi", "us-dal", "us-sea", "us-sjc", "us-wdc"]
    )
    assert cli("locations", "get", "us-sea")["name"] == "Seattle, WA"
    regions = cli("cloud-regions", "list")
    assert regions[0]["id"] == "aws-ap-northeast-1"
    assert sum(one["displayName"].startswith("US East") for one in regions) == 2
    services = cli("cloud-services", "list")
    assert [one["service"] for one in services] == ["DYNAMODB"] * 4 + ["S3"] * 4
    options = cli("options", "list", "-t", "IKEV2IKEPRF")
    assert options["IKEV2IKEPRF"]
    assert isinstance(cli("facilities", "list"), list)


def network(cli, a):
    created = cli("accounts", "networks", "-a", a, "create", {"name": "net1"})
    n = created["id"]
    cli.refused(422, "accounts", "networks", "-a", a, "create", {"name": "net1"})
    assert cli("networks", "get", n)["name"] == "net1"
    changed = cli("networks", "update", {"id": n, "name": "net1", "description": "d"})
    assert changed["description"] == "d"
    assert n in [one["id"] for one in cli("accounts", "networks", "-a", a, "list")]
    return n


def connection(cli, a, n):
    created = cli("networks", "connections", "-n", n, "create", "--wait_until_active", ORDER)
    assert created["state"] == "ACTIVE"
    c = created["id"]
    assert cli("connections", "get", c) == created
    assert cli("accounts", "connections", "-a", a, "list") == [created]
    assert cli("networks", "connections", "-n", n, "list") == [created]
    wanted = {**created, "description": "x"}
    changed = cli("connections", "update", "--wait_until_active", wanted)
    assert (changed["state"], changed["description"]) == ("ACTIVE", "x")
    return changed


def gateway(cli, connection):
    g = connection["primaryGateway"]["id"]
    assert cli("gateways", "get", g)["remoteId"].startswith("dxcon-")
    assert cli("gateways", "get-bgp-routes", g)
    now = cli("gateways", "get-latest-connectivity", g)
    assert now[0]["gateway"]["id"] == g
    since = {"gte": "2020-01-01T00:00:00.0Z"}
    assert isinstance(cli("gateways", "get-connectivity-over-time", g, since), list)


def tasks(cli, connection):
    c = connection["id"]
    kinds = [task["type"] for task in cli("connections", "get-tasks", c)]
    assert kinds == ["CREATE_OR_UPDATE_CONNECTION"] * 2, kinds
    ping = cli("connections", "create-task", c, {"type": "PING"})
    assert ping["connection"]["id"] == c
    assert cli("tasks", "list")["totalElements"] == 3


def looking_back(cli, a):
    entries = cli("accounts", "audit-log", "-a", a, "query")["content"]
    kinds = {entry["eventType"] for entry in entries}
    assert {"NETWORK_CREATE", "CONNECTION_CREATE", "CONNECTION_UPDATE"} <= kinds, kinds
    usage = cli("accounts", "metrics", "-a", a, "usage-by-connection", {"timeUnit": "DAYS"})
    assert isinstance(usage, list)


def ending(cli, n, c):
    cli.refused(409, "networks", "delete", n)
    cli("connections", "delete", "--wait_until_deleted", c)
    cli.refused(404, "connections", "get", c)
    cli("networks", "delete", n)
    cli.refused(404, "networks", "get", n)
    cli.refused(401, "-s", "wrong", "accounts", "list")


def main():
    with sandbox() as here, tempfile.TemporaryDirectory() as home:
        cli = Cli(here.pureport, home)
        a = account(cli)
        catalogue(cli)
        n = network(cli, a)
        made = connection(cli, a, n)
        gateway(cli, made)
        tasks(cli, made)
        looking_back(cli, a)
        ending(cli, n, made["id"])
        print(f"{cli.commands} commands of pureport-client 1.0.11, waits and refusals among them")


main()
