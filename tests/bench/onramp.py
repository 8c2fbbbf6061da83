"""Onramp as a process, and somebody at a browser without scripts."""

import contextlib
import html
import http.client
import os
import re
import signal
import subprocess
import tempfile
import urllib.parse

FREE = "127.0.0.1:0"


class Server:
    """A server on free ports. Its data stay when it ends, and so do providers elsewhere."""

    def __init__(self, data, *flags, **environment):
        words = [os.environ["ONRAMP_BIN"], "serve", "--listen", FREE, "--data", data, *flags]
        environment = {**os.environ, **environment}
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)
        self.url = self.process.stdout.readline().split()[1]

    @classmethod
    def at(cls, box, data, **environment):
        """On a sandbox that runs elsewhere."""
        return cls(data, "--pureport-url", box.pureport, "--aws-url", box.aws, **environment)

    def is_alive(self):
        return self.process.poll() is None

    def kill(self):
        """`kill -9`."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0, "it did not end in order"


@contextlib.contextmanager
def stopped(server):
    """Ends it, however the block ends."""
    try:
        yield server
        server.stop()
    finally:
        if server.is_alive():
            server.kill()


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        yield data


class Person:
    """Keeps cookies and posts forms."""

    def __init__(self, url):
        self.at = urllib.parse.urlsplit(url)
        self.cookies = {}

    @classmethod
    def connected(cls, url):
        """Somebody signed in at both providers."""
        person = cls(url)
        person.send("POST", "/api/sign_in", {"key": "sandbox", "secret": "sandbox"})
        person.send("POST", "/api/connect_aws_sandbox", {})
        return person

    def headers(self):
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def send(self, method, path, form=None):
        """The answer's status, where it leads and its body."""
        body = urllib.parse.urlencode(form) if form is not None else None
        headers = self.headers()
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(self.at.netloc, timeout=60)
        with contextlib.closing(line):
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def plan(self, connection):
        """What "Run all steps" posts for the VPC `payments`."""
        page = self.send("GET", f"/connections/{connection}/setup")[2]
        vpc = re.search(r'value="(vpc-[0-9a-f]+)"[^§]{0,400}?payments, ', page).group(1)
        return {"connection": connection, "seen": seen(page), "target": "new_gateway", "vpcs[]": vpc, "mtu": "1500"}

    def run(self, form):
        self.posted("/api/start_run", form)

    def tear_down(self, connection):
        page = self.send("GET", f"/connections/{connection}/teardown")[2]
        form = {"connection": connection, "name": "payments", "seen": seen(page), "whole": "on"}
        self.posted("/api/tear_down", form)

    def posted(self, path, form):
        status, to, body = self.send("POST", path, form)
        assert status in (302, 303) and to.endswith("/run"), (status, to, body)

    def state(self, connection):
        """The state of the connection's run, and its page."""
        page = self.send("GET", f"/connections/{connection}/run")[2]
        return re.search(r'id="run"[^>]*data-state="([a-z_]+)"', page).group(1), page

    def run_id(self, connection):
        return re.search(r'name="run" value="([^"]+)"', self.state(connection)[1]).group(1)


def seen(page):
    return html.unescape(re.search(r'name="seen" value="([^"]*)"', page).group(1))
