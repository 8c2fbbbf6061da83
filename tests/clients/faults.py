"""Amazon's own client under the fault plan: what it tries again, what it gives up, what it reads."""

from dataclasses import dataclass

from acme import client
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.parsers import ResponseParserError
from sandbox import sandbox

PATIENCE = {"read_timeout": 1, "retries": {"mode": "standard", "total_max_attempts": 2}}
READS = {
    "ec2": ("DescribeVpcs", "describe_vpcs"),
    "directconnect": ("DescribeConnections", "describe_connections"),
    "sts": ("GetCallerIdentity", "get_caller_identity"),
}
TRANSIENT = ["throttle", "drop_before", "drop_after_commit", "reset", {"delay": {"ms": 1500}}]
EXPIRED = {"ec2": "RequestExpired", "directconnect": "ExpiredTokenException", "sts": "ExpiredToken"}


@dataclass
class Lab:
    box: object
    checks: int = 0

    def put(self, *faults) -> None:
        self.box.control("PUT", "/faults", {"faults": faults})

    def struck(self, since: int) -> list:
        """The faults of the requests after the one with this number, `None` for those without."""
        log = self.box.control("GET", f"/requests?since={since}")["requests"]
        return [one["fault"] for one in log]

    def last(self) -> int:
        log = self.box.control("GET", "/requests")["requests"]
        return log[-1]["number"] if log else 0

    def call(self, service: str, kind, times: int = 1):
        """The answer or the error under a fault, and the faults that struck."""
        operation, method = READS[service]
        self.put({"service": service, "operation": operation, "kind": kind, "times": times})
        since = self.last()
        try:
            answer = getattr(client(self.box.aws, service, **PATIENCE), method)()
        except (ClientError, ReadTimeoutError, ResponseParserError) as error:
            answer = error
        self.checks += 1
        return answer, self.struck(since)


def name(kind) -> str:
    return kind if isinstance(kind, str) else next(iter(kind))


def code(error) -> str:
    assert isinstance(error, ClientError), error
    return error.response["Error"]["Code"]


def tried_again(lab: Lab) -> None:
    for service in READS:
        for kind in TRANSIENT:
            answer, struck = lab.call(service, kind)
            assert isinstance(answer, dict), f"{service} {kind}: {answer}"
            assert struck == [name(kind), None], f"{service} {kind}: {struck}"


def given_up(lab: Lab) -> None:
    for service, expired in EXPIRED.items():
        answer, struck = lab.call(service, "expire_token")
        assert (code(answer), struck) == (expired, ["expire_token"])
    # Direct Connect's own failures come with status 400 (seen), which no client tries again.
    failure = {"error": "DirectConnectServerException", "message": "Unable to process request"}
    for status, requests in [(400, 1), (500, 2)]:
        answer, struck = lab.call("directconnect", {"status": {"code": status, **failure}}, times=2)
        assert code(answer) == "DirectConnectServerException", answer
        assert len(struck) == requests, struck


def spoilt(lab: Lab) -> None:
    for service in ("ec2", "sts"):
        answer, _ = lab.call(service, {"wrong_body": {"variant": "truncated"}}, times=2)
        assert isinstance(answer, ResponseParserError), answer
    answer, _ = lab.call("directconnect", {"wrong_body": {"variant": "extra_enum"}})
    assert {one["connectionState"] for one in answer["connections"]} == {"unheard_of"}
    answer, _ = lab.call("directconnect", "hostile_text")
    assert all("<script>" in one["connectionName"] for one in answer["connections"])
    answer, _ = lab.call("ec2", "hostile_text")
    names = [tag["Value"] for vpc in answer["Vpcs"] for tag in vpc.get("Tags", [])]
    assert names and all("<script>" in one and "\u202e" in one for one in names), names


def late(lab: Lab) -> None:
    """EC2 does not know for a while what was just made."""
    ec2 = client(lab.box.aws, "ec2", **PATIENCE)
    lab.put({"service": "ec2", "times": None, "kind": {"stale_read": {"seconds": 20}}})
    made = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    try:
        seen = ec2.describe_vpn_gateways(VpnGatewayIds=[made])
    except ClientError as error:
        seen = error
    assert code(seen) == "InvalidVpnGatewayID.NotFound", seen
    lab.box.control("POST", "/clock", {"advance_seconds": 21})
    seen = ec2.describe_vpn_gateways(VpnGatewayIds=[made])["VpnGateways"]
    assert [one["VpnGatewayId"] for one in seen] == [made]
    lab.checks += 2


def main() -> None:
    with sandbox() as box:
        lab = Lab(box)
        for part in (tried_again, given_up, spoilt, late):
            part(lab)
        print(f"{lab.checks} faults as boto3 sees them")


main()
