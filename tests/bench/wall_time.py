"""How long a run takes, against the longest path through the sandbox's declared durations and
against a sequential script on the same world. Prints both ratios; fails when one is too high."""

import contextlib
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
import sequential  # noqa: E402
from onramp import FREE, Person, Server, folder, stopped  # noqa: E402
from sandbox import Sandbox, call  # noqa: E402

# Of design/sandbox.md's pace `demo`, in seconds (server/sandbox/src/pace.rs).
HOSTED, INTERFACE, BGP, GATEWAY, VGW, ATTACHED, ASSOCIATED, ROUTED = 8, 3, 2, 1, 1, 2, 15, 0.5
LONGEST = max(HOSTED + INTERFACE + BGP, max(GATEWAY, VGW + ATTACHED) + ASSOCIATED) + ROUTED
AGAINST_LONGEST, AGAINST_SCRIPT = 1.05, 0.55


@contextlib.contextmanager
def whole():
    """The whole server with its sandbox at pace demo, on free ports: (its address, the sandbox)."""
    with folder() as data:
        flags = ["--sandbox-pureport", FREE, "--sandbox-aws", FREE, "--pace", "demo"]
        with stopped(Server(data, *flags)) as server:
            words = server.process.stdout.readline().replace(",", " ").split()
            yield server.url, Sandbox(words[2], words[4])


def run(url, connection):
    """Seconds from "Run all steps" until the run says that all checks passed."""
    person = Person.connected(url)
    form = person.plan(connection)
    began = time.monotonic()
    person.run(form)
    while True:
        state, page = person.state(connection)
        if state == "done":
            return time.monotonic() - began
        assert state == "running", page
        time.sleep(0.05)


def main():
    with whole() as (url, box):
        call("POST", f"{box.pureport}/_sandbox/reset", {"seed": 1, "pace": "demo"})
        ours = run(url, sequential.ordered(box))
        call("POST", f"{box.pureport}/_sandbox/reset", {"seed": 1, "pace": "demo"})
        script = sequential.set_up(box, sequential.ordered(box))
    print(f"run {ours:.1f} s; longest path {LONGEST} s, ratio {ours / LONGEST:.3f} (at most {AGAINST_LONGEST}); "
          f"sequential script {script:.1f} s, ratio {ours / script:.3f} (at most {AGAINST_SCRIPT})")
    assert ours / LONGEST <= AGAINST_LONGEST and ours / script <= AGAINST_SCRIPT


if __name__ == "__main__":
    main()
