"""The independent witness: after a journey, looks at Pureport's API and at AWS through boto3, and
knows nothing of Onramp. Reads {pureport, aws, connection, tables} from standard input."""

import json
import sys
import urllib.request

import boto3

REGION = "us-west-2"


def pureport(base, path, token=None, body=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(base + path, data, headers)) as answer:
        return json.load(answer)


def legs(asked):
    """What Pureport reports of each leg, in the words of AWS's interface."""
    login = pureport(asked["pureport"], "/login", body={"key": "sandbox", "secret": "sandbox"})
    path = f"/connections/{asked['connection']}"
    connection = pureport(asked["pureport"], path, login["access_token"])
    gateways = [connection.get("primaryGateway"), connection.get("secondaryGateway")]
    return [leg(gateway) for gateway in gateways if gateway]


def leg(gateway):
    bgp = gateway["bgpConfig"]
    return {
        "connectionId": gateway["remoteId"],
        "vlan": gateway["vlan"],
        "asn": bgp["pureportASN"],
        "amazonSideAsn": bgp["customerASN"],
        "customerAddress": bgp["pureportIP"],
        "amazonAddress": bgp["customerIP"],
        "authKey": bgp["password"],
        "virtualInterfaceType": "private",
    }


def look(asked):
    complaints = []

    def expect(right, sentence):
        if not right:
            complaints.append(sentence)

    connect = boto3.client("directconnect", region_name=REGION, endpoint_url=asked["aws"])
    wanted = legs(asked)
    interfaces = connect.describe_virtual_interfaces()["virtualInterfaces"]
    expect(len(interfaces) == len(wanted), f"{len(wanted)} legs, {len(interfaces)} virtual interfaces")
    for want in wanted:
        found = [one for one in interfaces if one["connectionId"] == want["connectionId"]]
        expect(len(found) == 1, f"{want['connectionId']} has {len(found)} interfaces")
        for one in found:
            for name, right in want.items():
                expect(same(one.get(name), right), f"{one['virtualInterfaceId']}: {name} differs from Pureport's")
            expect(one["virtualInterfaceState"] == "available", f"interface is {one['virtualInterfaceState']}")
            expect(one["bgpPeers"][0]["bgpStatus"] == "up", "BGP is not up")
    gateways = {one.get("directConnectGatewayId") or one.get("virtualGatewayId") for one in interfaces}
    expect(len(gateways) == 1, f"the legs end on {len(gateways)} gateways")
    vpn_gateways = associated(connect, expect, interfaces)
    routes = sum(propagated(asked, chosen, vpn_gateways, expect) for chosen in asked["tables"])
    return complaints, f"{len(interfaces)} interfaces and {routes} propagated routes agree with Pureport"


def same(seen, right):
    """Addresses may come with their length."""
    return str(seen).split("/")[0] == str(right).split("/")[0]


def associated(connect, expect, interfaces):
    """The VPN gateways behind the interfaces; those of a Direct Connect gateway must be associated."""
    direct = [one["virtualGatewayId"] for one in interfaces if one.get("virtualGatewayId")]
    through = {one["directConnectGatewayId"] for one in interfaces if one.get("directConnectGatewayId")}
    for gateway in through:
        found = connect.describe_direct_connect_gateway_associations(directConnectGatewayId=gateway)
        found = found["directConnectGatewayAssociations"]
        expect(found, f"{gateway} has no association")
        for one in found:
            expect(one["associationState"] == "associated", f"association is {one['associationState']}")
            direct.append(one["associatedGateway"]["id"])
    return set(direct)


def propagated(asked, chosen, vpn_gateways, expect):
    """Counts the propagated routes; each chosen table must have one."""
    ec2 = boto3.client("ec2", region_name=chosen["region"], endpoint_url=asked["aws"])
    count = 0
    for table in ec2.describe_route_tables(RouteTableIds=chosen["tables"])["RouteTables"]:
        routes = [r for r in table["Routes"] if r["Origin"] == "EnableVgwRoutePropagation"]
        count += len(routes)
        expect(routes, f"{table['RouteTableId']} has no propagated route")
        for route in routes:
            expect(route["GatewayId"] in vpn_gateways, f"{table['RouteTableId']}: a route to a foreign gateway")
            expect(route["State"] == "active", f"{table['RouteTableId']}: a route is {route['State']}")
    return count


found, summary = look(json.load(sys.stdin))
print("\n".join(found) if found else summary)
sys.exit(1 if found else 0)
