"""What readers of a run's events cost: 500 that stop reading slow nobody down, are closed within a
minute and their memory serves the next; 100 viewers of a run cost the providers the calls of one. Prints the
figures; fails when one is too high."""

import contextlib
import os
import resource
import socket
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
import sequential  # noqa: E402
from onramp import Person, Server, folder, stopped  # noqa: E402
from sandbox import sandbox  # noqa: E402

SLOW, OF_SESSION, VIEWERS = 500, 12, 100
# Events that a reader is sent at once, the most there are, and more: its window and the buffers are full.
MISSED, MORE = 500, 60
# Requests of one block, and how many blocks there are with slow readers and as many without.
REQUESTS, BLOCKS = 300, 6
# Between two pairs of events: about as many as a run at pace demo has.
QUIET = 100
AGAINST_ALONE, CLOSED, AGAINST_ONE, MEMORY = 1.10, 60, 1.10, 1.10


class Page:
    """The page of a run that stands still: it is on hold at a stopped clock."""

    def __init__(self, box, server):
        self.box, self.server = box, server
        self.connection = sequential.ordered(box)
        self.person = Person.connected(server.url)
        self.person.run(self.person.plan(self.connection))
        box.control("POST", "/clock", {"freeze": True})
        self.id = self.person.run_id(self.connection)

    def happen(self):
        """Two events."""
        self.person.send("POST", "/api/pause_run", {"run": self.id})
        self.person.send("POST", "/api/resume_run", {"run": self.id})

    def times(self):
        """Seconds of requests one after the other, while things happen."""
        for number in range(REQUESTS):
            if number % QUIET == QUIET // 2:
                self.happen()
            began = time.monotonic()
            status = self.person.send("GET", f"/connections/{self.connection}/run")[0]
            yield time.monotonic() - began
            assert status == 200, status


def stream(person, connection, slow, last=0):
    """Asks for the events. A slow one has a window of a few segments and never reads."""
    line = socket.socket()
    if slow:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    line.connect((person.at.hostname, person.at.port))
    headers = {**person.headers(), "Host": person.at.netloc, "Last-Event-ID": last}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"GET /connections/{connection}/events HTTP/1.1\r\n{head}\r\n".encode())
    return line


def sockets(server):
    """The server's connections as the kernel has them, also those that the server has let go of."""
    port = f":{int(server.url.rsplit(':', 1)[1]):04X}"
    listens, time_wait = "0A", "06"
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    return [row for row in rows if row[1].endswith(port) and row[3] not in (listens, time_wait)]


def shut(server):
    """How many of them probe a window of zero."""
    return sum(row[5].startswith("04") for row in sockets(server))


def open_files(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def memory(server):
    """MiB."""
    with open(f"/proc/{server.process.pid}/status") as status:
        line = next(line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


class Slow:
    """Five hundred who opened a stream and stopped reading."""

    def __init__(self, page, people):
        self.began = time.monotonic()
        self.lines = [stream(people[at // OF_SESSION], page.connection, slow=True) for at in range(SLOW)]

    def shut(self, server, page):
        """Waits until their windows are; how many there are then."""
        for _ in range(MORE // 2):
            page.happen()
        while shut(server) < 0.95 * SLOW:
            assert time.monotonic() - self.began < 15, f"{shut(server)} have a window of zero"
            time.sleep(0.1)
        return shut(server)

    def wait(self, server, files):
        """Seconds until the server, and its kernel, have let go of the last one: who has no window is
        not told."""
        until_files(server, files, 2 * CLOSED)
        took = time.monotonic() - self.began
        while sockets(server):
            assert time.monotonic() - self.began < 2 * CLOSED, f"the kernel holds {len(sockets(server))}"
            time.sleep(0.1)
        return took, time.monotonic() - self.began

    def close(self):
        for line in self.lines:
            line.close()


def p99(times):
    return statistics.quantiles(times, n=100)[98]


def slow_readers(box, server):
    """The ratio of the 99th percentiles, and what became of the slow ones."""
    page = Page(box, server)
    people = [Person.connected(server.url) for _ in range(-(-SLOW // OF_SESSION))]
    for _ in range(MISSED // 2):
        page.happen()
    alone, among = [], []
    files, first = open_files(server), memory(server)
    for _ in range(BLOCKS):
        alone += page.times()
        slow = Slow(page, people)
        slow.shut(server, page)
        among += page.times()
        slow.close()
        until_files(server, files)
    before = memory(server)
    slow = Slow(page, people)
    probing = slow.shut(server, page)
    most = memory(server)
    took, gone = slow.wait(server, files)
    slow.close()
    after = memory(server)
    ratio = p99(among) / p99(alone)
    print(f"{SLOW} slow readers, {probing} with a window of zero: p99 of a page {p99(alone) * 1000:.1f} ms alone, "
          f"{p99(among) * 1000:.1f} ms among them, ratio {ratio:.3f} (at most {AGAINST_ALONE}); all closed after "
          f"{took:.0f} s, gone from the kernel after {gone:.0f} s (at most {CLOSED}); memory {first:.0f} MiB before the first of them, "
          f"{before:.0f} before the last, {most:.0f} with them, {after:.0f} after",
          end="; ")
    assert ratio <= AGAINST_ALONE and gone <= CLOSED and after <= before * MEMORY


def until_files(server, files, seconds=10):
    """The places of closed connections are free again."""
    end = time.monotonic() + seconds
    while open_files(server) > files + 2:
        assert time.monotonic() < end, f"{open_files(server)} files are open, {files} were"
        time.sleep(0.1)


def watch(person, connection, over):
    """Follows the events, and loads the page when some came, until the run is over."""
    line = stream(person, connection, slow=False)
    line.settimeout(1)
    while not over.wait(2):
        with contextlib.suppress(TimeoutError):
            line.recv(65536)
            person.send("GET", f"/connections/{connection}/run")
    line.close()


@contextlib.contextmanager
def world():
    """Providers that take their time, and a server on them."""
    with sandbox() as box, folder() as data, stopped(Server.at(box, data)) as server:
        box.control("POST", "/reset", {"seed": 1, "pace": "demo"})
        yield box, server


def calls_of(box, server, viewers):
    """How many calls the providers get for a run that so many look at, and after its end."""
    connection = sequential.ordered(box)
    people = [Person.connected(server.url) for _ in range(viewers)]
    form = people[0].plan(connection)
    before = box.control("GET", "/requests")["requests"][-1]["number"]
    people[0].run(form)
    over = threading.Event()
    threads = [threading.Thread(target=watch, args=(one, connection, over)) for one in people]
    for thread in threads:
        thread.start()
    while (state := people[0].state(connection)[0]) != "done":
        assert state == "running", state
        time.sleep(0.2)
    # What ends with the run is still written down.
    time.sleep(1)
    calls = len(box.control("GET", f"/requests?since={before}")["requests"])
    over.set()
    for thread in threads:
        thread.join()
    later = len(box.control("GET", f"/requests?since={before}")["requests"])
    return calls, later - calls


def many_viewers():
    with world() as (box, server):
        one, _ = calls_of(box, server, 1)
    with world() as (box, server):
        many, later = calls_of(box, server, VIEWERS)
    print(f"calls of a run with one viewer {one}, with {VIEWERS} {many}, ratio {many / one:.3f} (at most {AGAINST_ONE}), "
          f"after its end {later}")
    assert many / one <= AGAINST_ONE and later == 0


def main():
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most == resource.RLIM_INFINITY or most >= 4 * SLOW, f"ulimit -Hn is {most}: too few for {SLOW} readers"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, 4 * SLOW), most))
    with world() as (box, server):
        slow_readers(box, server)
    many_viewers()


if __name__ == "__main__":
    main()
