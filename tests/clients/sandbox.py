"""The sandbox alone, as the clients' tests see it: on free ports, and gone when a test ends."""

import contextlib
import json
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass

FLAGS = ["--pureport", "127.0.0.1:0", "--aws", "127.0.0.1:0", "--pace", "instant"]


@dataclass
class Sandbox:
    """Where it listens, for example `http://127.0.0.1:40123`."""

    pureport: str
    aws: str

    def control(self, method, path, body=None):
        """A call of the control interface, for example `control("GET", "/world")`; the answer's JSON."""
        status, answer = call(method, f"{self.pureport}/_sandbox{path}", body)
        assert status == 200, f"{method} {path}: {status} {answer}"
        return answer


def call(method, url, body=None, headers=None):
    """An HTTP request without any client's help: the status, and the answer's JSON."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def command():
    """How it is started: `$ONRAMP_SANDBOX` is a whole command line without its flags, for developing."""
    line = os.environ.get("ONRAMP_SANDBOX")
    return shlex.split(line) if line else [os.environ["ONRAMP_BIN"], "sandbox"]


@contextlib.contextmanager
def sandbox(*flags):
    """Starts it, and stops it at the end. Further flags come after the usual ones."""
    process = subprocess.Popen([*command(), *FLAGS, *flags], stdout=subprocess.PIPE, text=True)
    try:
        yield Sandbox(address(process, "Pureport"), address(process, "AWS"))
        assert process.poll() is None, f"the sandbox ended with {process.returncode}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def address(process, name):
    """Reads on until the line `NAME http://…`."""
    for line in process.stdout:
        words = line.split()
        if words[:1] == [name]:
            return words[1]
    raise RuntimeError(f"the sandbox did not say where {name} is")
