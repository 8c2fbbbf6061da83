"""Schemathesis on the sandbox's own document: no 5xx, no undeclared status, no other body than declared.

The ids of real things are given to it, so that it gets further than 404; what it may delete is made
for that. `ONRAMP_EXAMPLES` is the number of examples for each operation.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from acme import Pureport, private_order
from sandbox import sandbox

EXAMPLES = os.environ.get("ONRAMP_EXAMPLES", "200")
HALVES = 2
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]


def document(api):
    """Our document without the `default` answers, which would declare every status."""
    document = api.call("GET", "/openapi.json")
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("default", None)
    return document


def real_things(api):
    """Parameters by name, and other ones for what deletes."""
    account = api.call("GET", "/accounts")[0]["id"]
    new = lambda name: api.call("POST", f"/accounts/{account}/networks", {"name": name})["id"]
    order = lambda network, name: api.call("POST", f"/networks/{network}/connections", private_order(name))
    network = new("kept")
    connection = order(network, "kept")
    parameters = {
        "accountId": account,
        "networkId": network,
        "connectionId": connection["id"],
        "gatewayId": connection["primaryGateway"]["id"],
        "taskId": api.call("GET", "/tasks")["content"][0]["id"],
        "locationId": "us-sea",
        "cloudRegionId": "aws-us-west-2",
        "cloudServiceId": "aws-s3-us-west-2",
        "supportedConnectionId": "us-sea-awsdx-private-50-ha",
    }
    doomed = {
        "DELETE /networks/{networkId}": {"networkId": new("deleted")},
        "DELETE /connections/{connectionId}": {"connectionId": order(network, "deleted")["id"]},
    }
    return parameters, doomed


def settings(document, parameters, doomed):
    """`schemathesis.toml`."""
    lines = ["[parameters]"]
    lines += [f'"path.{name}" = {json.dumps(value)}' for name, value in parameters.items()]
    for path, methods in document["paths"].items():
        name = f"DELETE {path}"
        if "delete" in methods:
            # Unknown ids where nothing was made to be deleted.
            ids = doomed.get(name) or {found: "nothing" for found in re.findall(r"{(\w+)}", path)[-1:]}
            inline = ", ".join(f'"path.{key}" = {json.dumps(value)}' for key, value in ids.items())
            lines += ["[[operations]]", f'include-name = "{name}"', f"parameters = {{ {inline} }}"]
    return "\n".join(lines) + "\n"


def judge(folder, url, headers, arguments):
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    command = [
        program,
        *arguments,
        "run",
        str(folder / "openapi.json"),
        f"--url={url}",
        f"--header=Authorization: {headers['authorization']}",
        f"--checks={','.join(CHECKS)}",
        f"--max-examples={EXAMPLES}",
        "--phases=examples,coverage,fuzzing",
        "--seed=1",
        "--generation-database=none",
        "--suppress-health-check=all",
        "--continue-on-failure",
        "--warnings=off",
        "--no-color",
    ]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    print(ended.stdout, ended.stderr, sep="\n")
    assert ended.returncode == 0, f"schemathesis ended with {ended.returncode}"
    return ended.stdout


def look(half):
    """Every second path of the document, on a sandbox of its own: operations and cases."""
    with sandbox() as here, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        api = Pureport(here.pureport)
        own = document(api)
        own["paths"] = dict(list(own["paths"].items())[half::HALVES])
        (folder / "openapi.json").write_text(json.dumps(own))
        real = folder / "real.toml"
        real.write_text(settings(own, *real_things(api)))
        said = judge(folder, here.pureport, api.headers, ["--config-file", str(real)])
        cases = re.findall(r"([\d,]+) generated", said)[-1]
        return sum(len(methods) for methods in own["paths"].values()), int(cases.replace(",", ""))


def main():
    # Side by side, since schemathesis keeps one core busy.
    with concurrent.futures.ThreadPoolExecutor(HALVES) as halves:
        seen = list(halves.map(look, range(HALVES)))
    operations, cases = (sum(column) for column in zip(*seen))
    print(f"{operations} operations, {cases} cases, {EXAMPLES} examples each")


main()
