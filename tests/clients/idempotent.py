"""The flow as configuration management writes it: look first, make only what is absent, find by
tag. Every step is done twice; the second pass sends no request that changes anything and leaves the
world as it was. The same backwards."""

from acme import ASN, ACCOUNT, REGION, Pureport, client, vpc_named
from sandbox import sandbox

NAME = "converged"
VPC = "payments"
TAGS = {"managed-by": "acme-playbook", "environment": "production"}
LEGS = ("primaryGateway", "secondaryGateway")
READS = ("Describe", "Get", "List", "find", "get", "login")


def lower(tags: dict) -> list[dict]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def upper(tags: dict) -> list[dict]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def is_ours(tags: list[dict]) -> bool:
    found = {one.get("key", one.get("Key")): one.get("value", one.get("Value")) for one in tags}
    return TAGS.items() <= found.items()


class Playbook:
    def __init__(self, box):
        self.pureport = Pureport(box.pureport)
        self.dx, self.ec2 = client(box.aws, "directconnect"), client(box.aws, "ec2")

    def present(self) -> None:
        order = self.pureport.order(NAME)
        for leg in LEGS:
            self.accepted(order[leg]["remoteId"])
        gateway = self.gateway() or self.make_gateway()
        for at, leg in enumerate(LEGS, 1):
            self.interface(order[leg], gateway, f"{NAME}-{at}")
        vgw = self.vpn_gateway() or self.make_vpn_gateway()
        self.attached(vgw)
        self.associated(gateway, vgw)
        for table in self.tables():
            if vgw not in propagating(table):
                self.ec2.enable_vgw_route_propagation(
                    GatewayId=vgw, RouteTableId=table["RouteTableId"]
                )

    def accepted(self, dxcon: str) -> None:
        found = self.dx.describe_connections(connectionId=dxcon)["connections"][0]
        if found["connectionState"] == "ordering":
            self.dx.confirm_connection(connectionId=dxcon)
        if not is_ours(found["tags"]):
            arn = f"arn:aws:directconnect:{REGION}:{ACCOUNT}:dxcon/{dxcon}"
            self.dx.tag_resource(resourceArn=arn, tags=lower(TAGS))

    def gateway(self) -> str | None:
        listed = self.dx.describe_direct_connect_gateways()["directConnectGateways"]
        ours = [one["directConnectGatewayId"] for one in listed if is_ours(one["tags"])]
        return ours[0] if ours else None

    def make_gateway(self) -> str:
        made = self.dx.create_direct_connect_gateway(
            directConnectGatewayName=NAME, amazonSideAsn=ASN, tags=lower(TAGS)
        )
        return made["directConnectGateway"]["directConnectGatewayId"]

    def interfaces(self, dxcon: str) -> list[dict]:
        listed = self.dx.describe_virtual_interfaces(connectionId=dxcon)["virtualInterfaces"]
        return [one for one in listed if one["virtualInterfaceState"] not in ("deleting", "deleted")]

    def interface(self, leg: dict, gateway: str, name: str) -> None:
        dxcon, bgp = leg["remoteId"], leg["bgpConfig"]
        for found in self.interfaces(dxcon):
            if found["mtu"] != 1500 or found["virtualInterfaceName"] != name:
                self.dx.update_virtual_interface_attributes(
                    virtualInterfaceId=found["virtualInterfaceId"], mtu=1500, virtualInterfaceName=name
                )
            return
        new = {
            "virtualInterfaceName": name, "vlan": leg["vlan"], "asnLong": bgp["pureportASN"],
            "authKey": bgp["password"], "amazonAddress": bgp["customerIP"],
            "customerAddress": bgp["pureportIP"], "addressFamily": "ipv4",
            "directConnectGatewayId": gateway, "tags": lower(TAGS),
        }
        self.dx.create_private_virtual_interface(connectionId=dxcon, newPrivateVirtualInterface=new)

    def vpn_gateway(self) -> str | None:
        wanted = [{"Name": f"tag:{key}", "Values": [value]} for key, value in TAGS.items()]
        live = [{"Name": "state", "Values": ["pending", "available"]}]
        listed = self.ec2.describe_vpn_gateways(Filters=wanted + live)["VpnGateways"]
        return listed[0]["VpnGatewayId"] if listed else None

    def make_vpn_gateway(self) -> str:
        tagged = {"ResourceType": "vpn-gateway", "Tags": upper(TAGS)}
        made = self.ec2.create_vpn_gateway(Type="ipsec.1", TagSpecifications=[tagged])
        return made["VpnGateway"]["VpnGatewayId"]

    def holds(self, vgw: str, vpc: str) -> bool:
        found = self.ec2.describe_vpn_gateways(VpnGatewayIds=[vgw])["VpnGateways"][0]
        held = [one["VpcId"] for one in found["VpcAttachments"] if one["State"] == "attached"]
        return vpc in held

    def attached(self, vgw: str) -> None:
        vpc = vpc_named(self.ec2, VPC)
        if not self.holds(vgw, vpc):
            self.ec2.attach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)

    def associations(self, gateway: str) -> list[dict]:
        listed = self.dx.describe_direct_connect_gateway_associations(directConnectGatewayId=gateway)
        listed = listed["directConnectGatewayAssociations"]
        return [one for one in listed if one["associationState"] in ("associating", "associated")]

    def associated(self, gateway: str, vgw: str) -> None:
        held = [one["associatedGateway"]["id"] for one in self.associations(gateway)]
        if vgw not in held:
            self.dx.create_direct_connect_gateway_association(
                directConnectGatewayId=gateway, gatewayId=vgw,
                addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.20.0.0/16"}],
            )

    def tables(self) -> list[dict]:
        vpc = vpc_named(self.ec2, VPC)
        found = self.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
        return found["RouteTables"]

    def absent(self) -> None:
        vgw, gateway = self.vpn_gateway(), self.gateway()
        for table in self.tables():
            for held in propagating(table):
                self.ec2.disable_vgw_route_propagation(
                    GatewayId=held, RouteTableId=table["RouteTableId"]
                )
        for dxcon in self.connections():
            for interface in self.interfaces(dxcon):
                self.dx.delete_virtual_interface(virtualInterfaceId=interface["virtualInterfaceId"])
        if gateway:
            for association in self.associations(gateway):
                self.dx.delete_direct_connect_gateway_association(
                    associationId=association["associationId"]
                )
            self.dx.delete_direct_connect_gateway(directConnectGatewayId=gateway)
        if vgw:
            vpc = vpc_named(self.ec2, VPC)
            if self.holds(vgw, vpc):
                self.ec2.detach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)
            self.ec2.delete_vpn_gateway(VpnGatewayId=vgw)
        self.pureport.delete(NAME)

    def connections(self) -> list[str]:
        listed = self.dx.describe_connections()["connections"]
        ours = [one for one in listed if is_ours(one["tags"])]
        return [one["connectionId"] for one in ours if one["connectionState"] == "available"]


def propagating(table: dict) -> list[str]:
    return [one["GatewayId"] for one in table["PropagatingVgws"]]


def things(box) -> dict:
    seen = box.control("GET", "/world")
    return {half: seen[half] for half in ("aws", "pureport")}


def requests(box, since: int) -> list[dict]:
    return box.control("GET", f"/requests?since={since}")["requests"]


def changes(box, since: int) -> list[str]:
    sent = [one["operation"] for one in requests(box, since)]
    return [one for one in sent if not one.startswith(READS)]


def last(box) -> int:
    return max((one["number"] for one in requests(box, 0)), default=0)


def twice(box, name: str, step) -> str:
    since = last(box)
    step()
    first, before, since = changes(box, since), things(box), last(box)
    step()
    second, after = changes(box, since), things(box)
    looked = len(requests(box, since))
    assert first, f"{name}: the first pass did nothing"
    assert not second, f"{name}: the second pass sent {second}"
    assert before == after, f"{name}: the second pass changed the world"
    return f"{name}: {len(first)} changes, then none in {looked} requests"


def main() -> None:
    with sandbox() as box:
        playbook = Playbook(box)
        present = twice(box, "present", playbook.present)
        states = [one["virtualInterfaceState"] for one in things(box)["aws"]["virtualInterfaces"].values()]
        assert states == ["available", "available"], states
        absent = twice(box, "absent", playbook.absent)
        left = things(box)["aws"]
        assert not [one for one in left["vpnGateways"].values() if one["tags"].get("managed-by")
                    and one["state"] != "deleted"], left["vpnGateways"]
        print(f"{present}; {absent}")


main()
