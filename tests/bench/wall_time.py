"""How long a run takes, against the longest path through the sandbox's declared durations and
against a sequential script on the same world. Prints both ratios; fails when one is too high."""

import contextlib
import html
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
import sequential  # noqa: E402
from sandbox import Sandbox, call  # noqa: E402

# Of design/sandbox.md's pace `demo`, in seconds (server/sandbox/src/pace.rs).
HOSTED, INTERFACE, BGP, GATEWAY, VGW, ATTACHED, ASSOCIATED, ROUTED = 8, 3, 2, 1, 1, 2, 15, 0.5
LONGEST = max(HOSTED + INTERFACE + BGP, max(GATEWAY, VGW + ATTACHED) + ASSOCIATED) + ROUTED
AGAINST_LONGEST, AGAINST_SCRIPT = 1.05, 0.55


@contextlib.contextmanager
def onramp():
    """The whole server with its sandbox at pace demo, on free ports: (its address, the sandbox)."""
    free = "127.0.0.1:0"
    with tempfile.TemporaryDirectory() as data:
        flags = ["--listen", free, "--sandbox-pureport", free, "--sandbox-aws", free, "--pace", "demo", "--data", data]
        process = subprocess.Popen([os.environ["ONRAMP_BIN"], "serve", *flags], stdout=subprocess.PIPE, text=True)
        try:
            url = process.stdout.readline().split()[1]
            words = process.stdout.readline().replace(",", " ").split()
            yield url, Sandbox(words[2], words[4])
        finally:
            process.terminate()
            process.wait(timeout=30)


class Person:
    """Somebody at a browser without scripts."""

    def __init__(self, url):
        self.at = urllib.parse.urlsplit(url)
        self.cookies = {}

    def send(self, method, path, form=None):
        """The answer's status, where it leads and its body."""
        body = urllib.parse.urlencode(form) if form is not None else None
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(self.at.netloc, timeout=60)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


def run(url, connection):
    """Seconds from "Run all steps" until the run says that all checks passed."""
    person = Person(url)
    person.send("POST", "/api/sign_in", {"key": "sandbox", "secret": "sandbox"})
    person.send("POST", "/api/connect_aws_sandbox", {})
    page = person.send("GET", f"/connections/{connection}/setup")[2]
    vpc = re.search(r'value="(vpc-[0-9a-f]+)"[^§]{0,400}?payments, ', page).group(1)
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', page).group(1))
    form = {"connection": connection, "seen": seen, "target": "new_gateway", "vpcs[]": vpc, "mtu": "1500"}
    began = time.monotonic()
    status, to, _ = person.send("POST", "/api/start_run", form)
    assert status in (302, 303) and to.endswith("/run"), (status, to)
    while True:
        page = person.send("GET", to)[2]
        state = re.search(r'id="run"[^>]*data-state="([a-z_]+)"', page).group(1)
        if state == "done":
            return time.monotonic() - began
        assert state == "running", page
        time.sleep(0.05)


def main():
    with onramp() as (url, box):
        call("POST", f"{box.pureport}/_sandbox/reset", {"seed": 1, "pace": "demo"})
        ours = run(url, sequential.ordered(box))
        call("POST", f"{box.pureport}/_sandbox/reset", {"seed": 1, "pace": "demo"})
        script = sequential.set_up(box, sequential.ordered(box))
    print(f"run {ours:.1f} s; longest path {LONGEST} s, ratio {ours / LONGEST:.3f} (at most {AGAINST_LONGEST}); "
          f"sequential script {script:.1f} s, ratio {ours / script:.3f} (at most {AGAINST_SCRIPT})")
    assert ours / LONGEST <= AGAINST_LONGEST and ours / script <= AGAINST_SCRIPT


if __name__ == "__main__":
    main()
