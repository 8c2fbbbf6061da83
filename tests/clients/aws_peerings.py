"""The flows of the two other peerings, as `aws_cli.py` runs them with each client: `flow` is its Flow."""

from acme import READER, Pureport


def accepted(flow, peering: str) -> tuple[str, dict]:
    """A new order of this peering: the hosted connection, accepted, and the values of its leg."""
    change = {"peering": {"type": peering}, "highAvailability": False, "customerASN": 64600}
    leg = Pureport(flow.box.pureport).order(peering.lower(), **change)["primaryGateway"]
    dxcon, bgp = leg["remoteId"], leg["bgpConfig"]
    flow.run(f"aws directconnect confirm-connection --connection-id {dxcon}", connectionId=dxcon)
    return dxcon, {
        "virtualInterfaceName": peering.lower(), "vlan": leg["vlan"], "asnLong": bgp["pureportASN"],
        "authKey": bgp["password"], "amazonAddress": bgp["customerIP"],
        "customerAddress": bgp["pureportIP"], "addressFamily": "ipv4",
    }


def is_up(flow, vif: str) -> None:
    line = f"aws directconnect describe-virtual-interfaces --virtual-interface-id {vif}"
    found = flow.run(line, virtualInterfaceId=vif)["virtualInterfaces"][0]
    state = (found["virtualInterfaceState"], found["bgpPeers"][0]["bgpStatus"])
    assert state == ("available", "up"), found


def give_up(flow, vif: str, dxcon: str) -> None:
    line = f"aws directconnect delete-virtual-interface --virtual-interface-id {vif}"
    flow.run(line, virtualInterfaceId=vif)
    flow.run(f"aws directconnect delete-connection --connection-id {dxcon}", connectionId=dxcon)


def public(flow) -> None:
    """A public interface: refused with a private address, then verified and up."""
    dxcon, new = accepted(flow, "PUBLIC")
    named = [{"cidr": "45.42.0.0/16"}, {"cidr": "203.0.113.0/24"}]
    start = f"aws directconnect create-public-virtual-interface --connection-id {dxcon}"

    def asked(new: dict) -> tuple[str, dict]:
        short = ",".join(f"{name}={value}" for name, value in new.items())
        prefixes = ",".join(f"{{cidr={one['cidr']}}}" for one in named)
        line = f"{start} --new-public-virtual-interface '{short},routeFilterPrefixes=[{prefixes}]'"
        whole = new | {"routeFilterPrefixes": named}
        return line, {"connectionId": dxcon, "newPublicVirtualInterface": whole}

    line, given = asked(new | {"amazonAddress": "10.0.0.1/30", "customerAddress": "10.0.0.2/30"})
    text = "Amazon Address is not allowed to contain a private IP"
    flow.refused(line, "DirectConnectClientException", text, **given)
    line, given = asked(new)
    made = flow.run(line, **given)
    assert made["virtualInterfaceState"] == "verifying" and made["amazonSideAsn"] == 7224, made
    assert made["routeFilterPrefixes"] == named and made["virtualInterfaceType"] == "public", made
    is_up(flow, made["virtualInterfaceId"])
    give_up(flow, made["virtualInterfaceId"], dxcon)


class Transit:
    """A transit gateway's way from an order to a VPC's table, and back to nothing."""

    def __init__(self, flow):
        self.flow, self.run, self.refused = flow, flow.run, flow.refused

    def whole(self) -> None:
        self.dxcon, new = accepted(self.flow, "TRANSIT")
        self.gateways()
        self.interface(new)
        self.vpc_attachment()
        self.association()
        self.tables()
        self.route()
        self.teardown()

    def gateways(self) -> None:
        line = (
            "aws directconnect create-direct-connect-gateway --direct-connect-gateway-name t"
            " --amazon-side-asn 64600"
        )
        made = self.run(line, directConnectGatewayName="t", amazonSideAsn=64600)
        self.dxgw = made["directConnectGateway"]["directConnectGatewayId"]
        line = (
            "aws ec2 create-transit-gateway --description spine --options AmazonSideAsn=64700"
            " --tag-specifications 'ResourceType=transit-gateway,Tags=[{Key=Name,Value=spine}]'"
        )
        tagged = {"ResourceType": "transit-gateway", "Tags": [{"Key": "Name", "Value": "spine"}]}
        made = self.run(
            line, Description="spine", Options={"AmazonSideAsn": 64700}, TagSpecifications=[tagged]
        )["TransitGateway"]
        assert made["State"] == "pending" and made["Options"]["AmazonSideAsn"] == 64700, made
        self.tgw = made["TransitGatewayId"]
        self.table = made["Options"]["AssociationDefaultRouteTableId"]
        line = f"aws ec2 describe-transit-gateways --transit-gateway-ids {self.tgw}"
        found = self.run(line, TransitGatewayIds=[self.tgw])["TransitGateways"][0]
        assert found["State"] == "available" and found["Tags"] == tagged["Tags"], found
        line = f"aws ec2 describe-transit-gateway-route-tables --filters Name=transit-gateway-id,Values={self.tgw}"
        given = {"Filters": [{"Name": "transit-gateway-id", "Values": [self.tgw]}]}
        found = self.run(line, **given)["TransitGatewayRouteTables"]
        assert [one["TransitGatewayRouteTableId"] for one in found] == [self.table], found
        assert found[0]["DefaultAssociationRouteTable"] is True, found

    def interface(self, new: dict) -> None:
        new = new | {"mtu": 8500, "directConnectGatewayId": self.dxgw}
        short = ",".join(f"{name}={value}" for name, value in new.items())
        line = (
            f"aws directconnect create-transit-virtual-interface --connection-id {self.dxcon}"
            f" --new-transit-virtual-interface {short}"
        )
        given = {"connectionId": self.dxcon, "newTransitVirtualInterface": new}
        made = self.run(line, **given)["virtualInterface"]
        assert made["virtualInterfaceType"] == "transit" and made["mtu"] == 8500, made
        self.vif = made["virtualInterfaceId"]
        is_up(self.flow, self.vif)
        line = (
            "aws directconnect describe-direct-connect-gateway-attachments"
            f" --direct-connect-gateway-id {self.dxgw}"
        )
        found = self.run(line, directConnectGatewayId=self.dxgw)["directConnectGatewayAttachments"]
        assert [one["attachmentType"] for one in found] == ["TransitVirtualInterface"], found

    def vpc_attachment(self) -> None:
        self.vpc = self.flow.vpc
        line = f"aws ec2 describe-subnets --filters Name=vpc-id,Values={self.vpc}"
        given = {"Filters": [{"Name": "vpc-id", "Values": [self.vpc]}]}
        subnets = self.run(line, **given)["Subnets"]
        zones = {one["AvailabilityZone"]: one["SubnetId"] for one in subnets}
        ids = {"TransitGatewayId": self.tgw, "VpcId": self.vpc}
        start = (
            "aws ec2 create-transit-gateway-vpc-attachment"
            f" --transit-gateway-id {self.tgw} --vpc-id {self.vpc}"
        )
        everything = [one["SubnetId"] for one in subnets]
        assert len(everything) > len(zones), subnets
        line = f"{start} --subnet-ids {' '.join(everything)}"
        self.refused(line, "DuplicateSubnetsInSameZone", **ids, SubnetIds=everything)
        kind = "transit-gateway-attachment"
        line = (
            f"{start} --subnet-ids {' '.join(zones.values())}"
            f" --tag-specifications 'ResourceType={kind},Tags=[{{Key=Name,Value=n}}]'"
        )
        tagged = {"ResourceType": kind, "Tags": [{"Key": "Name", "Value": "n"}]}
        made = self.run(
            line, **ids, SubnetIds=list(zones.values()), TagSpecifications=[tagged]
        )["TransitGatewayVpcAttachment"]
        assert made["State"] == "pending" and made["Tags"] == tagged["Tags"], made
        self.of_vpc = made["TransitGatewayAttachmentId"]
        line = (
            "aws ec2 describe-transit-gateway-vpc-attachments"
            f" --transit-gateway-attachment-ids {self.of_vpc}"
        )
        found = self.run(line, TransitGatewayAttachmentIds=[self.of_vpc])
        found = found["TransitGatewayVpcAttachments"][0]
        assert found["State"] == "available" and set(found["SubnetIds"]) == set(zones.values()), found

    def association(self) -> None:
        start = (
            "aws directconnect create-direct-connect-gateway-association"
            f" --direct-connect-gateway-id {self.dxgw} --gateway-id {self.tgw}"
        )
        pair = {"directConnectGatewayId": self.dxgw, "gatewayId": self.tgw}
        self.refused(start, "DirectConnectClientException", "Allowed prefixes must be", **pair)
        add = "add-allowed-prefixes-to-direct-connect-gateway"
        line = f"{start} --{add} cidr=10.20.0.0/16"
        added = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.20.0.0/16"}]}
        made = self.run(line, **pair, **added)["directConnectGatewayAssociation"]
        assert made["associatedGateway"]["type"] == "transitGateway", made
        self.associated = made["associationId"]
        line = (
            "aws directconnect update-direct-connect-gateway-association"
            f" --association-id {self.associated} --{add} cidr=10.99.0.0/16"
        )
        added = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.99.0.0/16"}]}
        made = self.run(line, associationId=self.associated, **added)
        allowed = made["directConnectGatewayAssociation"]["allowedPrefixesToDirectConnectGateway"]
        assert [one["cidr"] for one in allowed] == ["10.20.0.0/16", "10.99.0.0/16"], made
        line = (
            "aws ec2 describe-transit-gateway-attachments --filters"
            f" Name=resource-type,Values=direct-connect-gateway Name=resource-id,Values={self.dxgw}"
        )
        filters = {"resource-type": "direct-connect-gateway", "resource-id": self.dxgw}
        filters = [{"Name": name, "Values": [value]} for name, value in filters.items()]
        found = self.run(line, Filters=filters)["TransitGatewayAttachments"][0]
        assert found["State"] == "available" and found["TransitGatewayId"] == self.tgw, found
        assert found["Association"]["TransitGatewayRouteTableId"] == self.table, found
        self.of_dxgw = found["TransitGatewayAttachmentId"]

    def tables(self) -> None:
        both = {self.of_vpc, self.of_dxgw}
        table = {"TransitGatewayRouteTableId": self.table}
        for what, list in [
            ("associations", "Associations"),
            ("propagations", "TransitGatewayRouteTablePropagations"),
        ]:
            line = (
                f"aws ec2 get-transit-gateway-route-table-{what}"
                f" --transit-gateway-route-table-id {self.table}"
            )
            found = self.run(line, READER, **table)[list]
            assert {one["TransitGatewayAttachmentId"] for one in found} == both, found
        line = (
            "aws ec2 search-transit-gateway-routes"
            f" --transit-gateway-route-table-id {self.table} --filters Name=type,Values=propagated"
        )
        filters = [{"Name": "type", "Values": ["propagated"]}]
        found = self.run(line, **table, Filters=filters)["Routes"]
        over = [one["TransitGatewayAttachments"][0]["ResourceId"] for one in found]
        assert sorted(over) == sorted([self.vpc, self.dxgw, self.dxgw]), found
        ids = (
            f"--transit-gateway-route-table-id {self.table}"
            f" --transit-gateway-attachment-id {self.of_vpc}"
        )
        pair = table | {"TransitGatewayAttachmentId": self.of_vpc}
        line = f"aws ec2 disassociate-transit-gateway-route-table {ids}"
        assert self.run(line, **pair)["Association"]["State"] == "disassociating"
        line = f"aws ec2 associate-transit-gateway-route-table {ids}"
        assert self.run(line, **pair)["Association"]["State"] == "associating"
        self.refused(line, "Resource.AlreadyAssociated", **pair)
        line = f"aws ec2 disable-transit-gateway-route-table-propagation {ids}"
        assert self.run(line, **pair)["Propagation"]["State"] == "disabled"
        line = f"aws ec2 enable-transit-gateway-route-table-propagation {ids}"
        self.refused(f"{line} --dry-run", "DryRunOperation", **pair, DryRun=True)
        assert self.run(line, **pair)["Propagation"]["State"] == "enabled"
        self.refused(line, "TransitGatewayRouteTablePropagation.Duplicate", **pair)

    def route(self) -> None:
        rtb = self.flow.tables[0]
        self.to = {"RouteTableId": rtb, "DestinationCidrBlock": "192.168.0.0/16"}
        self.where = f"--route-table-id {rtb} --destination-cidr-block 192.168.0.0/16"
        line = f"aws ec2 create-route {self.where} --transit-gateway-id {self.tgw}"
        assert self.run(line, **self.to, TransitGatewayId=self.tgw) == {"Return": True}
        assert self.made(rtb) == (self.tgw, "active")

    def made(self, rtb: str) -> tuple[str, str]:
        line = f"aws ec2 describe-route-tables --route-table-ids {rtb}"
        routes = self.run(line, RouteTableIds=[rtb])["RouteTables"][0]["Routes"]
        one = next(one for one in routes if one["DestinationCidrBlock"] == "192.168.0.0/16")
        return one["TransitGatewayId"], one["State"]

    def teardown(self) -> None:
        end = f"aws ec2 delete-transit-gateway --transit-gateway-id {self.tgw}"
        text = "has non-deleted DirectConnect Gateway Attachments"
        line = (
            "aws ec2 delete-transit-gateway-vpc-attachment"
            f" --transit-gateway-attachment-id {self.of_vpc}"
        )
        gone = self.run(line, TransitGatewayAttachmentId=self.of_vpc)
        assert gone["TransitGatewayVpcAttachment"]["State"] == "deleting", gone
        assert self.made(self.to["RouteTableId"])[1] == "blackhole"
        self.run(f"aws ec2 delete-route {self.where}", **self.to)
        self.refused(end, "IncorrectState", text, TransitGatewayId=self.tgw)
        give_up(self.flow, self.vif, self.dxcon)
        line = (
            "aws directconnect delete-direct-connect-gateway-association"
            f" --association-id {self.associated}"
        )
        self.run(line, associationId=self.associated)
        gone = self.run(end, TransitGatewayId=self.tgw)["TransitGateway"]
        assert gone["State"] == "deleting", gone
        line = f"aws directconnect delete-direct-connect-gateway --direct-connect-gateway-id {self.dxgw}"
        self.run(line, directConnectGatewayId=self.dxgw)
