"""EC2's reads, field by field, beside those of moto: the same network is made in both by the same
calls of boto3, and read by the same calls. What may differ is named, and DIFFERENCES.md says why."""

import fnmatch
import re
from pathlib import Path

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

from sandbox import sandbox

DIFFERENCES = Path(__file__).parents[2] / "server/sandbox/DIFFERENCES.md"

# Who may make VPCs and routes, which the product itself never does.
ADMINISTRATOR = {
    "aws_access_key_id": "AKIASANDBOXADMINIST1",
    "aws_secret_access_key": "sandbox/administrator/secret/key/0000001",
    "region_name": "us-west-2",
}

# Where the answers may differ, as patterns of what is said of a difference; DIFFERENCES.md explains
# each by its name.
EXCEPTIONS = {
    "propagation": ["*/RouteTables/PropagatingVgws: *, moto None", "propagate: done: *, moto 'NotImplementedError'"],
    "the default ASN": ["*/VpnGateways/AmazonSideAsn: ours 64512, moto None"],
    "the filter amazon-side-asn": ["*: gateways by amazon-side-asn/*"],
    "an unknown VPN gateway": ["*: unknown gateway/refused: ours 'InvalidVpnGatewayID.NotFound', moto None"],
    "DHCP options": ["*/Vpcs/DhcpOptionsId: ours 'dopt-…', moto 'default'"],
    "ids of availability zones": ["*/Subnets/AvailabilityZoneId: *"],
    "two members of a subnet": [
        "*/Subnets/EnableDns64: ours False, moto None",
        "*/Subnets/MapCustomerOwnedIpOnLaunch: ours False, moto None",
    ],
}

# Ids of things that nobody asked for by name.
ID = re.compile(r"^(vpc-cidr-assoc|vpc|subnet|rtbassoc|rtb|vgw|dopt|acl|igw)-[0-9a-f]{8,17}$")


class Network:
    """What is made, step by step; ids are kept with the names of this script."""

    def __init__(self, ec2):
        self.ec2, self.ids = ec2, {}

    def keep(self, name, id):
        self.ids[name] = id
        return id

    def tags(self, kind, name):
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, {"Key": "env", "Value": "test"}]}]

    def make(self):
        ec2 = self.ec2
        vpc = ec2.create_vpc(CidrBlock="10.90.0.0/16", TagSpecifications=self.tags("vpc", "compared"))
        vpc = self.keep("the VPC", vpc["Vpc"]["VpcId"])
        for zone, block in [("a", "10.90.1.0/24"), ("b", "10.90.2.0/24")]:
            subnet = ec2.create_subnet(
                VpcId=vpc, CidrBlock=block, AvailabilityZone=f"us-west-2{zone}",
                TagSpecifications=self.tags("subnet", f"compared-{zone}"),
            )
            self.keep(f"subnet {zone}", subnet["Subnet"]["SubnetId"])
        table = ec2.create_route_table(VpcId=vpc, TagSpecifications=self.tags("route-table", "compared-app"))
        table = self.keep("the app table", table["RouteTable"]["RouteTableId"])
        main = ec2.describe_route_tables(Filters=[*of(vpc), {"Name": "association.main", "Values": ["true"]}])
        self.keep("the main table", main["RouteTables"][0]["RouteTableId"])
        associated = ec2.associate_route_table(RouteTableId=table, SubnetId=self.ids["subnet a"])
        self.keep("the association", associated["AssociationId"])
        gateway = ec2.create_vpn_gateway(
            Type="ipsec.1", AmazonSideAsn=65010, TagSpecifications=self.tags("vpn-gateway", "compared-vgw")
        )
        self.keep("the gateway", gateway["VpnGateway"]["VpnGatewayId"])
        plain = ec2.create_vpn_gateway(Type="ipsec.1")
        self.keep("the plain gateway", plain["VpnGateway"]["VpnGatewayId"])

    def attach(self):
        ids = self.ids
        self.ec2.attach_vpn_gateway(VpcId=ids["the VPC"], VpnGatewayId=ids["the gateway"])
        self.ec2.create_route(
            RouteTableId=ids["the app table"], DestinationCidrBlock="192.168.0.0/16", GatewayId=ids["the gateway"]
        )

    def propagate(self):
        ids = self.ids
        self.ec2.enable_vgw_route_propagation(RouteTableId=ids["the app table"], GatewayId=ids["the gateway"])

    def unroute(self):
        self.ec2.delete_route(RouteTableId=self.ids["the app table"], DestinationCidrBlock="192.168.0.0/16")
        self.ec2.disassociate_route_table(AssociationId=self.ids["the association"])

    def detach(self):
        self.ec2.detach_vpn_gateway(VpcId=self.ids["the VPC"], VpnGatewayId=self.ids["the gateway"])

    def remove(self):
        for gateway in ["the gateway", "the plain gateway"]:
            self.ec2.delete_vpn_gateway(VpnGatewayId=self.ids[gateway])
        self.ec2.delete_route_table(RouteTableId=self.ids["the app table"])


def of(vpc):
    return [{"Name": "vpc-id", "Values": [vpc]}]


def reads(network):
    """Every read that is compared: a name, the method, its parameters."""
    ids = network.ids
    vpc, gateways = ids["the VPC"], [ids["the gateway"], ids["the plain gateway"]]
    by = lambda name, value: [*of(vpc), {"Name": name, "Values": [value]}]
    gateway_by = lambda name, value: [
        {"Name": "vpn-gateway-id", "Values": gateways}, {"Name": name, "Values": [value]}
    ]
    yield "vpcs by id", "describe_vpcs", {"VpcIds": [vpc]}
    for name, value in [("cidr", "10.90.0.0/16"), ("is-default", "false"), ("state", "available"),
                        ("tag:Name", "comp*"), ("tag-key", "env"), ("owner-id", "123456789012"),
                        ("cidr-block-association.cidr-block", "10.90.0.0/16"), ("tag:Name", "other")]:
        yield f"vpcs by {name} {value}", "describe_vpcs", {"Filters": by(name, value)}
    yield "subnets by vpc-id", "describe_subnets", {"Filters": of(vpc)}
    for name, value in [("availability-zone", "us-west-2b"), ("cidr-block", "10.90.1.0/24"), ("tag:Name", "*-a")]:
        yield f"subnets by {name}", "describe_subnets", {"Filters": by(name, value)}
    yield "tables by vpc-id", "describe_route_tables", {"Filters": of(vpc)}
    yield "tables by id", "describe_route_tables", {"RouteTableIds": [ids["the main table"]]}
    for name, value in [("association.main", "true"), ("association.subnet-id", ids["subnet a"]),
                        ("route.gateway-id", ids["the gateway"]), ("tag:Name", "compared-app"),
                        ("route.destination-cidr-block", "192.168.0.0/16")]:
        yield f"tables by {name}", "describe_route_tables", {"Filters": by(name, value)}
    yield "gateways by id", "describe_vpn_gateways", {"VpnGatewayIds": gateways}
    for name, value in [("attachment.vpc-id", vpc), ("attachment.state", "attached"), ("type", "ipsec.1"),
                        ("state", "available"), ("tag:Name", "compared-vgw"), ("tag-key", "env"),
                        ("amazon-side-asn", "65010")]:
        yield f"gateways by {name}", "describe_vpn_gateways", {"Filters": gateway_by(name, value)}
    for name, method, parameters in [
        ("unknown VPC", "describe_vpcs", {"VpcIds": ["vpc-0123456789abcdef0"]}),
        ("unknown subnet", "describe_subnets", {"SubnetIds": ["subnet-0123456789abcdef0"]}),
        ("unknown table", "describe_route_tables", {"RouteTableIds": ["rtb-0123456789abcdef0"]}),
        ("unknown gateway", "describe_vpn_gateways", {"VpnGatewayIds": ["vgw-0123456789abcdef0"]}),
        ("dry run", "describe_vpcs", {"DryRun": True}),
    ]:
        yield name, method, parameters


def told(ec2):
    """Makes the network and tells, stage by stage, what each read answers."""
    network, answers = Network(ec2), {}
    for stage in ["make", "attach", "propagate", "unroute", "detach", "remove"]:
        try:
            getattr(network, stage)()
            answers[f"{stage}: done"] = "yes"
        except (ClientError, NotImplementedError) as refused:
            answers[f"{stage}: done"] = f"{type(refused).__name__}"
        names = {id: name for name, id in network.ids.items()}
        for name, method, parameters in reads(network):
            answers[f"{stage}: {name}"] = plain(answer(ec2, method, parameters), names)
    return answers


def answer(ec2, method, parameters):
    try:
        return getattr(ec2, method)(**parameters)
    except ClientError as refused:
        return {"refused": refused.response["Error"]["Code"]}
    except NotImplementedError:
        return {"refused": "NotImplementedError"}


def plain(value, names):
    """Without what differs by nature: request ids, ids, the order of things."""
    if isinstance(value, dict):
        members = {key: plain(item, names) for key, item in value.items()
                   if key != "ResponseMetadata" and not (key == "NextToken" and not item)}
        return {key: item for key, item in members.items() if item not in ([], None)}
    if isinstance(value, list):
        return sorted((plain(item, names) for item in value), key=identity)
    if isinstance(value, str):
        if value in names:
            return names[value]
        prefix = ID.match(value)
        if prefix:
            return f"{prefix[1]}-…"
        for id, name in names.items():
            value = value.replace(id, name)
    return value


def identity(item):
    """What tells an item of a list from the others: its id, else all that it has."""
    if not isinstance(item, dict):
        return str(item)
    known = [item[key] for key in ("SubnetId", "RouteTableId", "VpnGatewayId") if key in item]
    return "/".join(known) or repr(sorted(item.items(), key=str))


def differences(ours, theirs, path):
    """Each path at which the two differ, with both values."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            yield from differences(ours.get(key), theirs.get(key), f"{path}/{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for one, other in zip(ours, theirs):
            yield from differences(one, other, path)
    elif ours != theirs:
        yield path, ours, theirs


def named(said):
    """The names of the exceptions that cover a difference."""
    return {name for name, patterns in EXCEPTIONS.items() if any(fnmatch.fnmatchcase(said, one) for one in patterns)}


def count(value):
    """How many plain fields there are."""
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    if isinstance(value, list):
        return sum(map(count, value))
    return 1


def main():
    with mock_aws():
        theirs = told(boto3.client("ec2", region_name="us-west-2"))
    with sandbox() as it:
        ours = told(boto3.client("ec2", endpoint_url=it.aws, **ADMINISTRATOR))
    assert ours.keys() == theirs.keys()
    used, wrong = set(), []
    for call in ours:
        for path, one, other in differences(ours[call], theirs[call], call):
            said = f"{path}: ours {one!r}, moto {other!r}"
            known = named(said)
            used |= known
            wrong += [] if known else [said]
    document = DIFFERENCES.read_text()
    wrong += [f"the exception is not met any more: {name}" for name in EXCEPTIONS if name not in used]
    wrong += [f"DIFFERENCES.md does not name: {name}" for name in EXCEPTIONS if f"**{name}**" not in document]
    assert not wrong, "\n".join(wrong)
    fields = sum(map(count, ours.values()))
    print(f"{len(ours)} answers with {fields} fields agree with moto, but for {len(EXCEPTIONS)} named exceptions")


if __name__ == "__main__":
    main()
