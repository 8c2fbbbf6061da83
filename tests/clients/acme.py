"""What the AWS scripts share: an order in the sandbox's network "Acme production", and who calls."""

from sandbox import call

REGION = "us-west-2"
ACCOUNT = "123456789012"
ASN = 64512

OPERATOR = ("AKIASANDBOXOPERATOR1", "sandbox/operator/secret/key/000000000001")
READER = ("AKIASANDBOXREADONLY1", "sandbox/readonly/secret/key/000000000001")


class Pureport:
    """Pureport's API as the sandbox's operator."""

    def __init__(self, url: str):
        self.url = url
        login = {"key": "sandbox", "secret": "sandbox"}
        _, answer = call("POST", f"{url}/login", login)
        self.headers = {"authorization": f"Bearer {answer['access_token']}"}

    def call(self, method: str, href: str, body=None):
        status, answer = call(method, self.url + href, body, self.headers)
        assert status < 300, f"{method} {href}: {status} {answer}"
        return answer

    def connections(self) -> str:
        account = self.call("GET", "/accounts")[0]["href"]
        networks = self.call("GET", f"{account}/networks")
        network = next(one for one in networks if one["name"] == "Acme production")
        return network["href"] + "/connections"

    def named(self, name: str) -> dict | None:
        found = [one for one in self.call("GET", self.connections()) if one["name"] == name]
        return self.call("GET", found[0]["href"]) if found else None

    def order(self, name: str, **change) -> dict:
        """The connection of that name, ordered if it is not there, with changes to a private one."""
        if not self.named(name):
            self.call("POST", self.connections(), private_order(name) | change)
        return self.named(name)

    def delete(self, name: str) -> None:
        found = self.named(name)
        if found:
            self.call("DELETE", found["href"])


def private_order(name: str) -> dict:
    return {
        "type": "AWS_DIRECT_CONNECT",
        "name": name,
        "speed": 50,
        "highAvailability": True,
        "billingTerm": "HOURLY",
        "location": {"href": "/locations/us-sea"},
        "awsAccountId": ACCOUNT,
        "awsRegion": REGION,
        "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
        "peering": {"type": "PRIVATE"},
        "customerASN": ASN,
        "customerNetworks": [],
        "nat": {"enabled": False},
    }


def client(url: str, service: str, who=OPERATOR, region: str = REGION, **settings):
    """A client of boto3's, which is loaded only where it is used: the AWS CLI brings its own. It tries
    nothing again unless the settings, botocore's, say so."""
    import boto3
    from botocore.config import Config

    key, secret = who
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(**{"retries": {"total_max_attempts": 1}, **settings}),
    )


def vpc_named(ec2, name: str) -> str:
    found = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": [name]}])["Vpcs"]
    return found[0]["VpcId"]
