"""A server that dies, as by `kill -9`, at any boundary of a run's journal: another one on the same data
goes on by itself within two seconds, makes nothing twice and ends. All boundaries with
`ONRAMP_BOUNDARIES=all`, else a sample of them."""

import collections
import concurrent.futures
import contextlib
import http.client
import json
import os
import queue
import resource
import sqlite3
import sys
import threading
import time
from dataclasses import dataclass, field

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
import sequential  # noqa: E402
from onramp import Person, Server, folder, stopped  # noqa: E402
from sandbox import sandbox  # noqa: E402

# server/src/failpoint.rs has what they mean.
SIDES = ["before-send", "after-commit", "before-acknowledge", "after-acknowledge", "before-save", "after-save"]
JOURNEYS = ["set-up", "teardown"]
# At `instant` a run is one turn, at `demo` it waits and is written down in between.
PACES = ["instant", "demo"]
SAMPLE = [("before-send", 3), ("before-send", 6), ("after-commit", 4), ("after-commit", 7),
          ("before-acknowledge", 5), ("before-acknowledge", 8)]
# Calls of the run that succeeded; each table of the VPC besides.
MADE = {"directconnect:ConfirmConnection": 2, "directconnect:CreateDirectConnectGateway": 1,
        "directconnect:CreatePrivateVirtualInterface": 2, "ec2:CreateVpnGateway": 1, "ec2:AttachVpnGateway": 1,
        "directconnect:CreateDirectConnectGatewayAssociation": 1}
PROPAGATION = "ec2:EnableVgwRoutePropagation"
# Of each kind, by the VPC `payments` and a pair.
NEW = {"virtualInterfaces": 2, "directConnectGateways": 1, "vpnGateways": 1, "associations": 1}
RESUMED, ENDED = 2, 60
# Longer than any provider needs to list what it made (server/src/runs/send.rs), in milliseconds.
LATER = 400_000


@dataclass
class Seen:
    """What was seen of all deaths."""

    cases: collections.Counter = field(default_factory=collections.Counter)
    resumed: list = field(default_factory=list)


class Journal:
    """The database of a server that runs: a dead one's is opened by the next server first."""

    def __init__(self, data):
        self.file = os.path.join(data, "sandbox", "onramp.db")
        self.aged = 0

    def ask(self, words, *values):
        with contextlib.closing(sqlite3.connect(self.file, timeout=30)) as database, database:
            return database.execute(words, values).fetchall()

    def state(self):
        return self.ask("SELECT state FROM run ORDER BY number DESC LIMIT 1")[0][0]

    def age(self):
        """What was sent just before may be listed late: that time passes at once."""
        self.aged = self.ask("SELECT COALESCE(MAX(number), 0) FROM attempt")[0][0]
        self.ask("UPDATE attempt SET intent = json_set(intent, '$.at', json_extract(intent, '$.at') - ?), "
                 "concluded_at_millis = concluded_at_millis - ? WHERE number <= ?", LATER, LATER, self.aged)

    def intents(self):
        """The times at which each operation was intended, really."""
        times = collections.defaultdict(list)
        for number, intent in self.ask("SELECT number, intent FROM attempt ORDER BY number"):
            intent = json.loads(intent)
            times[intent["operation"]].append(intent["at"] + (LATER if number <= self.aged else 0))
        return times

    def grants(self):
        return self.ask("SELECT COUNT(*) FROM sealed WHERE of_run = 1")[0][0]


def until(what, seconds, look):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")


def live(box):
    """Everything at AWS that is not deleted, by kind, and who propagates where."""
    kinds = box.control("GET", "/world")["aws"]
    return {(kind, id, str(one.get("propagating")))
            for kind, all in kinds.items() if isinstance(all, dict) and kind != "sessions"
            for id, one in all.items() if isinstance(one, dict) and not one.get("deletedAt")}


def fresh(box, pace="instant"):
    """A new world; the log goes on counting."""
    box.control("POST", "/reset", {"seed": 1, "pace": pace})
    box.began = max([one["number"] for one in log(box)], default=0)
    return live(box)


def log(box, since=None):
    since = getattr(box, "began", 0) if since is None else since
    return box.control("GET", f"/requests?since={since}")["requests"]


def changing(box):
    """The requests to AWS that change something, by operation, with their times."""
    calls = collections.defaultdict(list)
    for one in log(box):
        reads = one["operation"].startswith(("Describe", "List", "Get", "Simulate"))
        if one["service"] in ("directconnect", "ec2") and not reads and one["error"] != "DryRunOperation":
            calls[f"{one['service']}:{one['operation']}"].append(one)
    return calls


def press(person, connection, journey):
    """Starts the run; the server may die before it says so."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        person.run(person.plan(connection)) if journey == "set-up" else person.tear_down(connection)


def dies(server, person, connection):
    """Whether the server died before the run was over."""
    while server.is_alive():
        with contextlib.suppress(OSError, http.client.HTTPException):
            if person.state(connection)[0] == "done":
                return False
        time.sleep(0.02)
    return True


def set_up(box, data, connection):
    """The whole set-up by a server that ends in order."""
    with stopped(Server.at(box, data)) as server:
        person = Person.connected(server.url)
        press(person, connection, "set-up")
        until("the set-up is done", ENDED, lambda: person.state(connection)[0] == "done")


@contextlib.contextmanager
def hurried(box, pace):
    """Time passes twenty times as fast at a provider that takes its time."""
    over = threading.Event()

    def hurry():
        while pace != "instant" and not over.wait(0.05):
            box.control("POST", "/clock", {"advance_seconds": 1})

    thread = threading.Thread(target=hurry)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def case(box, seen, journey, pace, side, number):
    """Whether there is such a boundary: dies there, starts again and looks on."""
    what = f"{journey} at pace {pace}, {number}:{side}"
    before = fresh(box, pace)
    with folder() as data, hurried(box, pace):
        connection = sequential.ordered(box)
        if journey == "teardown":
            set_up(box, data, connection)
        with stopping(Server.at(box, data, FAILPOINT=f"{number}:{side}")) as server:
            person = Person.connected(server.url)
            press(person, connection, journey)
            if not dies(server, person, connection):
                return False
        goes_on(box, seen, data, what)
    judge(box, before, journey, what)
    seen.cases[side] += 1
    return True


@contextlib.contextmanager
def stopping(server):
    """A server that may be dead by now."""
    try:
        yield server
    finally:
        if server.is_alive():
            server.kill()


def goes_on(box, seen, data, what, meanwhile=lambda: None):
    """Nobody signs in again: what was granted is sealed."""
    last = log(box)[-1]["number"]
    journal = Journal(data)
    with stopped(Server.at(box, data)) as server:
        booted = time.monotonic()
        if journal.state() != "done":
            until(f"{what}: at work again", ENDED, lambda: log(box, last))
            seen.resumed.append(time.monotonic() - booted)
        journal.age()
        meanwhile()
        until(f"{what}: done", ENDED, lambda: journal.state() == "done")
        until(f"{what}: nothing granted is left", RESUMED, lambda: journal.grants() == 0)
        intended(changing(box), journal.intents(), what)
    assert all(took <= RESUMED for took in seen.resumed), f"{what}: {seen.resumed}"


def intended(calls, intents, what):
    """I4: each changing call has an intent of its own before it."""
    for operation, made in calls.items():
        times = sorted(intents[operation])
        assert len(times) >= len(made), f"{what}: {operation}: {len(made)} calls, {len(times)} intents"
        for at, one in zip(times, made):
            assert at <= one["at"], f"{what}: {operation} was sent {at - one['at']} ms before it was intended"


def judge(box, before, journey, what):
    """I1 and I2: one thing of each intent and no other; after a teardown none."""
    if journey == "teardown":
        assert live(box) == before, f"{what}: {live(box) ^ before}"
        assert box.control("GET", "/world")["pureport"]["connections"] == [], what
        return
    new = collections.Counter(kind for kind, id, _ in live(box) - before if kind in NEW)
    assert new == NEW, f"{what}: {new}"
    made = {operation: sum(one["status"] < 300 for one in all) for operation, all in changing(box).items()}
    tables = made.pop(PROPAGATION)
    fed = len({id for kind, id, _ in live(box) - before if kind == "routeTables"})
    assert (made, tables) == (MADE, fed), f"{what}: {made}, {tables} for {fed} tables"


def undone(box, seen):
    """Killed while a deletion's answer is on its way; the next server deletes again what is still
    listed, is told that it is not there, and ends."""
    before = fresh(box)
    delete = {"service": "directconnect", "operation": "DeleteVirtualInterface"}
    stale = {"service": "directconnect", "operation": "DescribeVirtualInterfaces", "times": None,
             "kind": {"stale_read": {"seconds": 600}}}
    with folder() as data:
        connection = sequential.ordered(box)
        set_up(box, data, connection)
        box.control("PUT", "/faults", {"faults": [{**delete, "kind": {"delay": {"ms": 60_000}}}, stale]})
        sent = lambda: [one for one in log(box) if one["operation"] == delete["operation"]]
        with stopping(Server.at(box, data)) as server:
            person = Person.connected(server.url)
            press(person, connection, "teardown")
            until("an interface is deleted", ENDED, sent)
            server.kill()
        told = lambda: [one for one in sent() if one["status"] == 400]

        def again():
            until("it is deleted again, and told so", ENDED, told)
            box.control("PUT", "/faults", {"faults": []})

        goes_on(box, seen, data, "teardown, killed", again)
    assert len(told()) >= 1
    judge(box, before, "teardown", "teardown, killed")
    seen.cases["the answer of a deletion"] += 1


def every(seen, journey, pace, side):
    """All boundaries of a side, one after the other."""
    def work(box):
        number = 1
        while case(box, seen, journey, pace, side, number):
            number += 1
        return number > 1
    return work


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seen = Seen()
    every_one = os.environ.get("ONRAMP_BOUNDARIES") == "all"
    works = [lambda box: undone(box, seen) or True]
    if every_one:
        works += [every(seen, journey, pace, side) for journey in JOURNEYS for pace in PACES for side in SIDES]
    else:
        works += [lambda box, at=at: case(box, seen, "set-up", "instant", *at) for at in SAMPLE]
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(2) as pool:
        boxes = queue.SimpleQueue()
        for _ in range(2):
            boxes.put(stack.enter_context(sandbox()))

        def done(work):
            box = boxes.get()
            try:
                assert work(box), "it did not die"
            finally:
                boxes.put(box)

        list(pool.map(done, works))
    sides = ", ".join(f"{count} {side}" for side, count in seen.cases.items())
    print(f"died at {seen.cases.total()} boundaries ({sides}); every run ended, nothing was made twice, "
          f"at work again at most {max(seen.resumed):.2f} s after the start")


if __name__ == "__main__":
    main()
