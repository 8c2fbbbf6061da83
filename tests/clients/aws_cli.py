"""Each command of the private flow with boto3, and the same with the AWS CLI: from an accepted order
to routes in a VPC, a failover test, and back to nothing; then a transit gateway's way from an order to
a VPC's table, and a public interface's. Prints how many were run."""

import contextlib
import io
import json
import os
import shlex
import subprocess
import sys

from acme import ACCOUNT, OPERATOR, READER, REGION, Pureport, client
from aws_peerings import Transit, public
from sandbox import Sandbox, sandbox

NAME = "cli"


class Refused(Exception):
    """Code and message of an error, as the client gives them."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class Cli:
    """The line as it stands, by the program `aws` of this Python, without a process each."""

    name = "AWS CLI"

    def __init__(self, url: str):
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ |= {
            "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
            "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": url,
        }
        from awscli.clidriver import create_clidriver  # only here: see main

        self.program = create_clidriver

    def has(self, line: str) -> bool:
        _, service, command, *_ = shlex.split(line)
        return self.ended([service, command, "--generate-cli-skeleton"], OPERATOR)[0] == 0

    def call(self, line: str, _given: dict, who):
        words = shlex.split(line)[1:]
        if "--output" not in words:
            words += ["--output", "json"]
        status, out, complaint = self.ended(words, who)
        if status:
            raise refusal_of(complaint)
        return out.strip() if "text" in words else json.loads(out or "{}")

    def ended(self, words: list[str], who) -> tuple[int, str, str]:
        """Exit status, output and complaint."""
        os.environ |= {"AWS_ACCESS_KEY_ID": who[0], "AWS_SECRET_ACCESS_KEY": who[1]}
        out, complaint = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaint):
            try:
                status = self.program().main(words)
            except SystemExit as ended:
                status = ended.code
        return status, out.getvalue(), complaint.getvalue()


def refusal_of(complaint: str) -> Exception:
    """From `An error occurred (Code) when calling the Operation operation: message`."""
    before, found, rest = complaint.partition("An error occurred (")
    if not found:
        return RuntimeError(f"the CLI itself complains: {complaint}")
    code, _, rest = rest.partition(")")
    return Refused(code, rest.partition("operation: ")[2].strip() or before)


class Boto:
    """The same call by boto3."""

    name = "boto3"

    def __init__(self, url: str):
        from botocore.exceptions import ClientError  # only here: see main

        self.url, self.error = url, ClientError

    def has(self, _line: str) -> bool:
        return True

    def call(self, line: str, given: dict, who):
        _, service, command, *_ = shlex.split(line)
        try:
            answer = getattr(client(self.url, service, who), command.replace("-", "_"))(**given)
        except self.error as error:
            said = error.response["Error"]
            raise Refused(said["Code"], said["Message"]) from error
        answer.pop("ResponseMetadata", None)
        return answer


class Flow:
    """One client's way through the flow; every command is checked for what it answers."""

    def __init__(self, driver, box):
        self.driver, self.box, self.count = driver, box, 0

    def run(self, line: str, who=OPERATOR, **given):
        self.count += 1
        return self.driver.call(line, given, who)

    def refused(self, line: str, code: str, text: str = "", who=OPERATOR, **given) -> None:
        try:
            answer = self.run(line, who, **given)
        except Refused as refusal:
            is_it = refusal.code == code and text in refusal.message
            assert is_it, f"{line}\n  {refusal}\n  is not {code}: {text}"
            return
        raise AssertionError(f"{line}\n  was not refused: {answer}")

    def whole(self) -> int:
        self.box.control("POST", "/reset", {"pace": "instant"})
        self.order = Pureport(self.box.pureport).order(NAME)
        self.legs = [self.order[leg] for leg in ("primaryGateway", "secondaryGateway")]
        line = "aws ec2 describe-vpcs --filters Name=tag:Name,Values=payments"
        found = self.run(line, Filters=[{"Name": "tag:Name", "Values": ["payments"]}])
        self.vpc = found["Vpcs"][0]["VpcId"]
        found = self.run("aws ec2 describe-transit-gateways")
        self.tgw = found["TransitGateways"][0]["TransitGatewayId"]
        self.identity()
        self.accept()
        self.gateways()
        self.interfaces()
        self.association()
        self.propagation()
        self.look()
        self.change()
        self.drill()
        self.tags()
        self.teardown()
        self.identities()
        Transit(self).whole()
        public(self)
        return self.count

    def identity(self) -> None:
        who = self.run("aws sts get-caller-identity")
        assert who["Account"] == ACCOUNT and who["Arn"].endswith("user/operator"), who

    def accept(self) -> None:
        for leg in self.legs:
            dxcon = leg["remoteId"]
            one = f"--connection-id {dxcon}"
            describe = f"aws directconnect describe-connections --region {REGION} {one}"
            found = self.run(describe, connectionId=dxcon)["connections"][0]
            assert found["connectionState"] == "ordering" and found["vlan"] == leg["vlan"], found
            line = f"aws directconnect confirm-connection {one} --region {REGION}"
            self.refused(line, "AccessDeniedException", dxcon, READER, connectionId=dxcon)
            answer = self.run(line, connectionId=dxcon)
            assert answer == {"connectionState": "pending"}, answer
            found = self.run(describe, connectionId=dxcon)["connections"][0]
            assert found["connectionState"] == "available", found
            self.refused(line, "DirectConnectClientException", connectionId=dxcon)
        listed = self.run(f"aws directconnect describe-connections --region {REGION}")
        ids = {one["connectionId"] for one in listed["connections"]}
        assert ids >= {leg["remoteId"] for leg in self.legs}, ids
        unknown = "aws directconnect describe-connections --connection-id dxcon-00000000"
        text = "Could not find Connection with ID dxcon-00000000"
        self.refused(unknown, "DirectConnectClientException", text, connectionId="dxcon-00000000")

    def gateways(self) -> None:
        line = (
            "aws directconnect create-direct-connect-gateway --direct-connect-gateway-name g"
            " --amazon-side-asn 64512 --tags key=a,value=b"
        )
        made = self.run(
            line, directConnectGatewayName="g", amazonSideAsn=64512, tags=[{"key": "a", "value": "b"}]
        )["directConnectGateway"]
        assert made["amazonSideAsn"] == 64512 and made["tags"] == [{"key": "a", "value": "b"}], made
        self.dxgw = made["directConnectGatewayId"]

        line = (
            "aws ec2 create-vpn-gateway --type ipsec.1 --amazon-side-asn 64512 --tag-specifications"
            " 'ResourceType=vpn-gateway,Tags=[{Key=Name,Value=n}]'"
        )
        tagged = {"ResourceType": "vpn-gateway", "Tags": [{"Key": "Name", "Value": "n"}]}
        made = self.run(
            line, Type="ipsec.1", AmazonSideAsn=64512, TagSpecifications=[tagged]
        )["VpnGateway"]
        assert made["AmazonSideAsn"] == 64512 and made["Tags"] == tagged["Tags"], made
        self.vgw = made["VpnGatewayId"]

        line = f"aws ec2 attach-vpn-gateway --vpn-gateway-id {self.vgw} --vpc-id {self.vpc}"
        pair = {"VpnGatewayId": self.vgw, "VpcId": self.vpc}
        made = self.run(line, **pair)["VpcAttachment"]
        assert made == {"VpcId": self.vpc, "State": "attaching"}, made
        self.refused(line, "VpnGatewayAttachmentLimitExceeded", **pair)

        line = f"aws ec2 describe-vpn-gateways --filters Name=attachment.vpc-id,Values={self.vpc}"
        given = {"Filters": [{"Name": "attachment.vpc-id", "Values": [self.vpc]}]}
        found = self.run(line, **given)["VpnGateways"]
        assert [one["VpnGatewayId"] for one in found] == [self.vgw], found
        assert found[0]["VpcAttachments"][0]["State"] == "attached", found
        self.refused(f"{line} --dry-run", "DryRunOperation", "would have succeeded", DryRun=True, **given)

    def interfaces(self) -> None:
        self.vifs = []
        for at, leg in enumerate(self.legs, 1):
            bgp, dxcon = leg["bgpConfig"], leg["remoteId"]
            new = {
                "virtualInterfaceName": f"pp-{at}", "vlan": leg["vlan"], "asnLong": bgp["pureportASN"],
                "mtu": 1500, "authKey": bgp["password"], "amazonAddress": bgp["customerIP"],
                "customerAddress": bgp["pureportIP"], "addressFamily": "ipv4",
                "directConnectGatewayId": self.dxgw,
            }
            short = ",".join(f"{name}={value}" for name, value in new.items())
            start = f"aws directconnect create-private-virtual-interface --connection-id {dxcon}"
            line = f"{start} --new-private-virtual-interface {short},tags='[{{key=a,value=b}}]'"
            given = {
                "connectionId": dxcon,
                "newPrivateVirtualInterface": new | {"tags": [{"key": "a", "value": "b"}]},
            }
            made = self.run(line, **given)
            assert made["virtualInterfaceState"] == "pending" and made["amazonSideAsn"] == 64512, made
            self.vifs.append(made["virtualInterfaceId"])
            self.refused(line, "DirectConnectClientException", **given)

    def association(self) -> None:
        start = (
            "aws directconnect create-direct-connect-gateway-association"
            f" --direct-connect-gateway-id {self.dxgw}"
        )
        prefixes = " --add-allowed-prefixes-to-direct-connect-gateway cidr=10.20.0.0/16"
        given = {
            "directConnectGatewayId": self.dxgw,
            "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.20.0.0/16"}],
        }
        line = f"{start} --gateway-id {self.vgw}{prefixes}"
        made = self.run(line, **given, gatewayId=self.vgw)["directConnectGatewayAssociation"]
        assert made["associationState"] == "associating", made
        self.dxassoc = made["associationId"]
        line = (
            "aws directconnect describe-direct-connect-gateway-associations"
            f" --association-id {self.dxassoc}"
            " --query 'directConnectGatewayAssociations[0].associationState' --output text"
        )
        found = self.run(line, associationId=self.dxassoc)
        if not isinstance(found, str):
            found = found["directConnectGatewayAssociations"][0]["associationState"]
        assert found == "associated", found
        # A gateway with VPN gateways takes no transit gateway.
        line = f"{start} --gateway-id {self.tgw}{prefixes}"
        self.refused(line, "DirectConnectClientException", **given, gatewayId=self.tgw)

    def propagation(self) -> None:
        describe = f"aws ec2 describe-route-tables --filters Name=vpc-id,Values={self.vpc}"
        given = {"Filters": [{"Name": "vpc-id", "Values": [self.vpc]}]}
        self.tables = [one["RouteTableId"] for one in self.run(describe, **given)["RouteTables"]]
        assert len(self.tables) >= 2, self.tables
        for rtb in self.tables:
            ids = f"--gateway-id {self.vgw} --route-table-id {rtb}"
            line = f"aws ec2 enable-vgw-route-propagation {ids}"
            self.run(line, GatewayId=self.vgw, RouteTableId=rtb)
        for table in self.run(describe, **given)["RouteTables"]:
            assert table["PropagatingVgws"] == [{"GatewayId": self.vgw}], table
            origins = [one["Origin"] for one in table["Routes"]]
            assert origins.count("EnableVgwRoutePropagation") == 2, origins

    def look(self) -> None:
        for vif in self.vifs:
            one = f"--virtual-interface-id {vif}"
            line = f"aws directconnect describe-virtual-interfaces {one}"
            found = self.run(line, virtualInterfaceId=vif)["virtualInterfaces"][0]
            assert found["virtualInterfaceState"] == "available", found
            assert found["bgpPeers"][0]["bgpStatus"] == "up", found
            self.routes(vif)
            cisco = "CiscoSystemsInc-2900SeriesRouters-IOS124"
            line = (
                f"aws directconnect describe-router-configuration {one}"
                f" --router-type-identifier {cisco}"
            )
            told = self.run(line, virtualInterfaceId=vif, routerTypeIdentifier=cisco)
            assert f'<logical_connection id="{vif}">' in told["customerRouterConfig"], told

    def routes(self, vif: str) -> None:
        line = (
            f"aws directconnect list-virtual-interface-routes --virtual-interface-id {vif}"
            """ --filters '{"routeDirection":"accepted"}'"""
        )
        if not self.driver.has(line):
            # The first version of the CLI lacks it.
            return
        given = {"virtualInterfaceId": vif, "filters": {"routeDirection": "accepted"}}
        found = self.run(line, **given)["routes"]
        assert len(found) == 2 and {one["routeDirection"] for one in found} == {"accepted"}, found
        line = line.replace("accepted", "advertised")
        given["filters"] = {"routeDirection": "advertised"}
        found = self.run(line, **given)["routes"]
        assert [one["cidr"] for one in found] == ["10.20.0.0/16"], found

    def change(self) -> None:
        vif = self.vifs[0]
        start = f"aws directconnect update-virtual-interface-attributes --virtual-interface-id {vif}"
        line = f"{start} --mtu 8500 --enable-site-link"
        made = self.run(line, virtualInterfaceId=vif, mtu=8500, enableSiteLink=True)
        assert (made["mtu"], made["siteLinkEnabled"]) == (8500, True), made
        assert made["virtualInterfaceState"] == "pending", made
        line = f"{start} --no-enable-site-link"
        made = self.run(line, virtualInterfaceId=vif, enableSiteLink=False)
        assert made["siteLinkEnabled"] is False, made

    def drill(self) -> None:
        vif = self.vifs[0]
        one = f"--virtual-interface-id {vif}"
        line = f"aws directconnect describe-virtual-interfaces {one}"
        found = self.run(line, virtualInterfaceId=vif)["virtualInterfaces"][0]
        peer = found["bgpPeers"][0]["bgpPeerId"]
        line = (
            f"aws directconnect start-bgp-failover-test {one} --bgp-peers {peer}"
            " --test-duration-in-minutes 10"
        )
        given = {"virtualInterfaceId": vif, "bgpPeers": [peer], "testDurationInMinutes": 10}
        test = self.run(line, **given)["virtualInterfaceTest"]
        assert (test["bgpPeers"], test["testDurationInMinutes"]) == ([peer], 10), test
        line = f"aws directconnect describe-virtual-interfaces {one}"
        found = self.run(line, virtualInterfaceId=vif)["virtualInterfaces"][0]
        assert found["virtualInterfaceState"] == "testing", found
        assert found["bgpPeers"][0]["bgpStatus"] == "down", found
        stopped = self.run(f"aws directconnect stop-bgp-failover-test {one}", virtualInterfaceId=vif)
        assert stopped["virtualInterfaceTest"]["testId"] == test["testId"], stopped
        line = f"aws directconnect list-virtual-interface-test-history {one}"
        history = self.run(line, virtualInterfaceId=vif)["virtualInterfaceTestHistory"]
        assert [one["status"] for one in history] == ["Cancelled"], history

    def tags(self) -> None:
        arn = f"arn:aws:directconnect:{REGION}:{ACCOUNT}:dxvif/{self.vifs[0]}"
        line = f"aws directconnect tag-resource --resource-arn {arn} --tags key=c,value=d"
        self.run(line, resourceArn=arn, tags=[{"key": "c", "value": "d"}])
        line = f"aws directconnect describe-tags --resource-arns {arn}"
        told = self.run(line, resourceArns=[arn])["resourceTags"][0]["tags"]
        assert told == [{"key": "a", "value": "b"}, {"key": "c", "value": "d"}], told

    def teardown(self) -> None:
        for rtb in self.tables:
            ids = f"--gateway-id {self.vgw} --route-table-id {rtb}"
            line = f"aws ec2 disable-vgw-route-propagation {ids}"
            self.run(line, GatewayId=self.vgw, RouteTableId=rtb)
        dxcon = self.legs[0]["remoteId"]
        line = f"aws directconnect delete-connection --connection-id {dxcon}"
        self.refused(line, "DirectConnectClientException", connectionId=dxcon)
        for vif in self.vifs:
            line = f"aws directconnect delete-virtual-interface --virtual-interface-id {vif}"
            answer = self.run(line, virtualInterfaceId=vif)
            assert answer == {"virtualInterfaceState": "deleting"}, answer
        line = (
            "aws directconnect delete-direct-connect-gateway-association"
            f" --association-id {self.dxassoc}"
        )
        ended = self.run(line, associationId=self.dxassoc)["directConnectGatewayAssociation"]
        assert ended["associationState"] == "disassociating", ended
        line = (
            "aws directconnect delete-direct-connect-gateway"
            f" --direct-connect-gateway-id {self.dxgw}"
        )
        ended = self.run(line, directConnectGatewayId=self.dxgw)["directConnectGateway"]
        assert ended["directConnectGatewayState"] == "deleting", ended
        line = (
            "aws directconnect describe-direct-connect-gateways"
            f" --direct-connect-gateway-id {self.dxgw}"
        )
        left = self.run(line, directConnectGatewayId=self.dxgw)["directConnectGateways"]
        assert left == [], left
        pair = {"VpcId": self.vpc, "VpnGatewayId": self.vgw}
        line = f"aws ec2 delete-vpn-gateway --vpn-gateway-id {self.vgw}"
        self.refused(line, "IncorrectState", VpnGatewayId=self.vgw)
        ids = f"--vpc-id {self.vpc} --vpn-gateway-id {self.vgw}"
        self.run(f"aws ec2 detach-vpn-gateway {ids}", **pair)
        self.run(line, VpnGatewayId=self.vgw)
        for leg in self.legs:
            dxcon = leg["remoteId"]
            line = f"aws directconnect delete-connection --connection-id {dxcon}"
            gone = self.run(line, connectionId=dxcon)
            assert gone["connectionState"] == "deleting", gone

    def identities(self) -> None:
        role = f"arn:aws:iam::{ACCOUNT}:role/Operator"
        actions = ["directconnect:ConfirmConnection", "ec2:AttachVpnGateway"]
        line = (
            f"aws iam simulate-principal-policy --policy-source-arn {role}"
            f" --action-names {' '.join(actions)}"
        )
        found = self.run(line, PolicySourceArn=role, ActionNames=actions)["EvaluationResults"]
        told = {one["EvalActionName"]: one["EvalDecision"] for one in found}
        assert told == dict.fromkeys(actions, "allowed"), told
        # It comes with the sign-in that uses it.
        line = (
            f"aws sts assume-role --role-arn {role} --role-session-name pureport --external-id XX"
            " --duration-seconds 900"
        )
        self.refused(
            line, "InvalidAction", RoleArn=role, RoleSessionName="pureport", ExternalId="XX",
            DurationSeconds=900,
        )


DRIVERS = {"boto3": Boto, "cli": Cli}


def main() -> None:
    if sys.argv[1:]:
        name, pureport, aws = sys.argv[1:]
        driver = DRIVERS[name](aws)
        print(f"{Flow(driver, Sandbox(pureport, aws)).whole()} calls by {driver.name}")
        return
    with sandbox() as box:
        # A process each: the CLI puts its own botocore in the place of boto3's.
        said = [
            subprocess.run(
                [sys.executable, __file__, name, box.pureport, box.aws],
                check=True, stdout=subprocess.PIPE, text=True,
            ).stdout.strip()
            for name in DRIVERS
        ]
        print(", ".join(said))


main()
