"""The whole set-up by a script as people write them: each step waits for its end, polling every
250 ms, before the next begins."""

import time

import boto3

from sandbox import call

REGION, POLL = "us-west-2", 0.25


def until(look):
    """Polls until `look` gives something."""
    while True:
        found = look()
        if found:
            return found
        time.sleep(POLL)


def login(box):
    answer = call("POST", f"{box.pureport}/login", {"key": "sandbox", "secret": "sandbox"})[1]
    return {"Authorization": f"Bearer {answer['access_token']}"}


def ordered(box):
    """Orders a pair at Pureport; the connection's id once it is active."""
    headers = login(box)
    account = call("GET", f"{box.pureport}/accounts", headers=headers)[1][0]["id"]
    network = call("GET", f"{box.pureport}/accounts/{account}/networks", headers=headers)[1][0]["id"]
    order = {
        "type": "AWS_DIRECT_CONNECT", "name": "payments", "speed": 50, "highAvailability": True,
        "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"}, "awsAccountId": "123456789012",
        "awsRegion": "us-west-2", "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
        "peering": {"type": "PRIVATE"}, "customerASN": 64512, "customerNetworks": [],
        "nat": {"enabled": False}, "tags": {},
    }
    path = f"{box.pureport}/networks/{network}/connections"
    call("POST", path, order, headers)
    active = lambda: [one for one in call("GET", path, headers=headers)[1] if one["state"] == "ACTIVE"]
    return until(active)[0]["id"]


def set_up(box, connection):
    """Seconds that the set-up took, up to the routes in every table of `payments`."""
    began = time.monotonic()
    keys = {"aws_access_key_id": "AKIASANDBOXOPERATOR1",
            "aws_secret_access_key": "sandbox/operator/secret/key/000000000001", "region_name": REGION}
    connect = boto3.client("directconnect", endpoint_url=box.aws, **keys)
    ec2 = boto3.client("ec2", endpoint_url=box.aws, **keys)
    pair = call("GET", f"{box.pureport}/connections/{connection}", headers=login(box))[1]
    legs = [pair["primaryGateway"], pair["secondaryGateway"]]
    for leg in legs:
        accept(connect, leg["remoteId"])
    gateway = make_gateway(connect)
    for number, leg in enumerate(legs):
        make_interface(connect, leg, gateway, f"payments-{number}")
    vpc = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["payments"]}])["Vpcs"][0]["VpcId"]
    vgw = attach(ec2, vpc)
    associate(connect, gateway, vgw)
    propagate(ec2, vpc, vgw)
    return time.monotonic() - began


def accept(connect, dxcon):
    connect.confirm_connection(connectionId=dxcon)
    state = lambda: connect.describe_connections(connectionId=dxcon)["connections"][0]["connectionState"]
    until(lambda: state() in ("available", "down"))


def make_gateway(connect):
    made = connect.create_direct_connect_gateway(directConnectGatewayName="sequential", amazonSideAsn=64512)
    id = made["directConnectGateway"]["directConnectGatewayId"]
    look = lambda: connect.describe_direct_connect_gateways(directConnectGatewayId=id)["directConnectGateways"][0]
    until(lambda: look()["directConnectGatewayState"] == "available")
    return id


def make_interface(connect, leg, gateway, name):
    bgp = leg["bgpConfig"]
    wanted = {
        "virtualInterfaceName": name, "vlan": leg["vlan"], "asn": bgp["pureportASN"], "authKey": bgp["password"],
        "amazonAddress": bgp["customerIP"], "customerAddress": bgp["pureportIP"], "addressFamily": "ipv4",
        "directConnectGatewayId": gateway,
    }
    made = connect.create_private_virtual_interface(connectionId=leg["remoteId"], newPrivateVirtualInterface=wanted)
    id = made["virtualInterfaceId"]
    look = lambda: connect.describe_virtual_interfaces(virtualInterfaceId=id)["virtualInterfaces"][0]
    until(lambda: look()["bgpPeers"][0]["bgpStatus"] == "up")


def attach(ec2, vpc):
    vgw = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    look = lambda: ec2.describe_vpn_gateways(VpnGatewayIds=[vgw])["VpnGateways"][0]
    until(lambda: look()["State"] == "available")
    ec2.attach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)
    until(lambda: [one for one in look()["VpcAttachments"] if one["State"] == "attached"])
    return vgw


def associate(connect, gateway, vgw):
    connect.create_direct_connect_gateway_association(directConnectGatewayId=gateway, gatewayId=vgw)
    look = lambda: connect.describe_direct_connect_gateway_associations(directConnectGatewayId=gateway)
    state = lambda: look()["directConnectGatewayAssociations"][0]["associationState"]
    until(lambda: state() == "associated")


def propagate(ec2, vpc, vgw):
    tables = lambda: ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    for table in tables():
        ec2.enable_vgw_route_propagation(RouteTableId=table["RouteTableId"], GatewayId=vgw)
    routed = lambda table: [one for one in table["Routes"] if one["Origin"] == "EnableVgwRoutePropagation"]
    until(lambda: all(routed(table) for table in tables()))
