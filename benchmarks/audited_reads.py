"""What it costs that every look is recorded and walled: audited reads against the same query without either.

    python benchmarks/audited_reads.py [--media 20000] [--page 50] [--turns 400] [--seconds 4] [--rounds 3] [--threads 8]
                                       [--entries 100000]

A small operation of 14 agencies in a workspace of its own with the embedded PostgreSQL. One read is one transaction
that fetches a page of media through the program's own store function. Three ways, in turns within one run:

    plain    as the owner of the tables: no row security, no entry
    walled   as an officer: row security, no entry
    audited  as an officer: row security, and the custody entry that lists the page, committed to disk before any answer

First in turns one by one on a single thread (the fast tenth of them is what the work itself takes, however busy the
machine), then as reads a second over several threads: while one waits for its entry to reach the disk, others read.
Beside reads a second stands the processor time of a read, in this process and in the server together: it does not
change with what else the machine does, and two cores give at most 2,000 divided by it. Each way has connections of its
own, so that none prepares a statement that another then has to plan again.

Then one more entry is sealed on a small log and on a large one, to show that a checkpoint costs what is new.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from sightline.agencies import store as agency_store
from sightline.agencies.access import Acting
from sightline.agencies.model import Agency, Role
from sightline.custody import seal
from sightline.custody.verify import Verified, published, verify
from sightline.kernel import db
from sightline.kernel.settings import Settings
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Operation, Tlp
from sightline.series.media import store as media_store
from sightline.workspace import Workspace

AGENCIES = ("BE", "FR", "NL", "DE", "ES", "PT", "IT", "PL", "SE", "DK", "FI", "AT", "CZ", "RO")
READER = "be.first"
Way = Callable[[list[int]], None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--media", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--page", type=int, default=50)
    parser.add_argument("--turns", type=int, default=400)
    parser.add_argument("--entries", type=int, default=100_000, help="entries of the log on which sealing is timed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audited-", ignore_cleanup_errors=True) as place:
        settings = Settings(
            workspace=Path(place) / "workspace",
            database="",
            bytes="",
            officer=READER,
            purpose="benchmark",
            workers=1,
            language="en",
        )
        with Workspace.create(settings) as workspace:
            fill(workspace, options.media)
            for page in sorted({1, options.page}):
                compare(workspace, options, page)
            checkpoints(workspace, options.entries)


def fill(workspace: Workspace, media: int) -> None:
    """Every agency contributes the same share; all of it may be seen by all."""
    with workspace.database.transaction(db.Role.APP) as connection:
        for code in AGENCIES:
            agency_store.add_agency(connection, Agency(code=code, name=f"Agency {code}", country=code))
        agency_store.add_officer(connection, READER, "First Officer", "BE", frozenset(Role))
    with workspace.acting() as acting:
        operation = Operation(
            id=0,
            code="OP",
            name="Benchmark",
            host="BE",
            starts=date(2026, 3, 2),
            ends=date(2026, 3, 13),
            level=Level.PREVIEW,
            agencies=AGENCIES,
        )
        number = operation_store.create(acting, operation).id
        contributions = [operation_store.contribute(acting, _contribution(number, code)).id for code in AGENCIES]
    with workspace.database.transaction(db.Role.OWNER) as connection:
        connection.exec_driver_sql(
            "INSERT INTO media (sha256, md5, sha1, size, state, received_at)"
            " SELECT sha256(int8send(n)), substr(sha256(int8send(n)), 1, 16), substr(sha256(int8send(n)), 1, 20),"
            " 1000000, 'examined', now() FROM generate_series(1, %s::bigint) n",
            (media,),
        )
        connection.exec_driver_sql(
            "INSERT INTO media_file (media_id, contribution_id, agency, path, received_at)"
            " SELECT m.id, c.id, c.agency, int8send(m.id), now() FROM media m"
            " JOIN contribution c ON c.id = (%s::bigint[])[m.id %% %s + 1]",
            (contributions, len(contributions)),
        )
        connection.exec_driver_sql("ANALYZE")


def _contribution(operation: int, code: str) -> Contribution:
    return Contribution(
        id=0,
        operation_id=operation,
        agency=code,
        case_reference=f"{code}-1",
        legal_basis="benchmark",
        handling=Handling.H1,
        tlp=Tlp.AMBER,
        review=date(2030, 1, 1),
        level=Level.PREVIEW,
    )


def compare(workspace: Workspace, options: argparse.Namespace, page: int) -> None:
    with workspace.acting() as acting:
        officer = acting.officer
    floor_database = db.Database(workspace.database.dsn)

    def plain(ids: list[int]) -> None:
        with floor_database.transaction(db.Role.OWNER) as connection:
            found = media_store.many(Acting(officer=officer, connection=connection, purpose="benchmark"), ids)
        assert len(found) == page

    def walled(ids: list[int]) -> None:
        with workspace.acting() as reader:
            found = media_store.many(reader, ids)
        assert len(found) == page

    def audited(ids: list[int]) -> None:
        with workspace.acting() as reader:
            found = media_store.many(reader, ids)
            reader.record("view", *(one.subject for one in found.values()))
        assert len(found) == page

    ways = (plain, walled, audited)
    print(f"\n{page} media a read, {options.media} media of {len(AGENCIES)} agencies:")
    in_turns(ways, options, page)
    server = int((workspace.folder / "database" / "postmaster.pid").read_text().split()[0])
    rates: dict[str, list[float]] = {way.__name__: [] for way in ways}
    burnt: dict[str, list[float]] = {way.__name__: [] for way in ways}
    for _ in range(options.rounds):
        for way in ways:
            rate_now, milliseconds = rate(way, options, page, server)
            rates[way.__name__].append(rate_now)
            burnt[way.__name__].append(milliseconds)
    floor, least = statistics.median(rates["plain"]), statistics.median(burnt["plain"])
    for name, all_rates in rates.items():
        middle, cpu = statistics.median(all_rates), statistics.median(burnt[name])
        print(
            f"  {name:8} {middle:6.0f} reads/s on {options.threads} threads, {floor / middle:5.2f} x the time of plain"
            f" ({min(all_rates):.0f} to {max(all_rates):.0f});"
            f"  {cpu:5.2f} ms of processor a read, {cpu / least:5.2f} x plain, {2000 / cpu:5.0f} reads/s on two cores"
        )
    floor_database.close()


def in_turns(ways: Sequence[Way], options: argparse.Namespace, page: int) -> None:
    """Milliseconds a read, each way once and then again."""
    chance = random.Random(1)
    took: dict[str, list[float]] = {way.__name__: [] for way in ways}
    for _ in range(options.turns):
        ids = chance.sample(range(1, options.media + 1), page)
        for way in ways:
            start = time.perf_counter()
            way(ids)
            took[way.__name__].append((time.perf_counter() - start) * 1000)
    fast = {name: statistics.quantiles(times, n=10)[0] for name, times in took.items()}
    for name, times in took.items():
        print(
            f"  {name:8} {fast[name]:6.2f} ms in the fast tenth, {fast[name] / fast['plain']:5.2f} x plain"
            f"   (median {statistics.median(times):.2f} ms)"
        )


def rate(way: Way, options: argparse.Namespace, page: int, server: int) -> tuple[float, float]:
    """Reads a second over all threads, and milliseconds of processor time a read, here and in the server."""
    counts = [0] * options.threads
    stop = threading.Event()

    def run(thread: int) -> None:
        chance = random.Random(thread)
        while not stop.is_set():
            way(chance.sample(range(1, options.media + 1), page))
            counts[thread] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(options.threads)]
    start, before = time.perf_counter(), time.process_time() + server_time(server)
    for one in threads:
        one.start()
    time.sleep(options.seconds)
    stop.set()
    for one in threads:
        one.join()
    took, burnt = time.perf_counter() - start, time.process_time() + server_time(server) - before
    return sum(counts) / took, burnt * 1000 / sum(counts)


def server_time(server: int) -> float:
    """Seconds of processor time of every process of a PostgreSQL server; its pools keep theirs from turn to turn."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def checkpoints(workspace: Workspace, entries: int) -> None:
    def sealed() -> tuple[int, float]:
        start = time.perf_counter()
        made = seal.seal(workspace.database, workspace.log_key, workspace.checkpoints)
        return sum(one.size for one in made if one.origin.endswith("/BE")), time.perf_counter() - start

    def one_more() -> str:
        times = []
        for _ in range(9):
            with workspace.acting() as acting:
                acting.record("view", "media:1")
            times.append(sealed()[1] * 1000)
        return f"{statistics.median(times):.1f} ms (fastest {min(times):.1f})"

    size, _ = sealed()
    print(f"\nSealing 1 more entry after {size}: {one_more()}.")
    with workspace.database.transaction(db.Role.OWNER) as connection:
        connection.exec_driver_sql(
            "INSERT INTO custody_entry (log, at, body, leaf) SELECT 'BE', now(), b, sha256('\\x00'::bytea || b)"
            " FROM (SELECT convert_to('{\"n\":' || n || '}', 'UTF8') AS b FROM generate_series(1, %s::bigint) n) made",
            (entries,),
        )
    size, took = sealed()
    print(f"Sealing {entries} entries at once: {took:.2f} s, {entries / took:.0f} entries/s.")
    print(f"Sealing 1 more entry after {size}: {one_more()}.")
    key, folder = workspace.log_key.public_key(), workspace.checkpoints / "BE"
    start = time.perf_counter()
    with workspace.database.transaction(db.Role.WORKER) as connection:
        found = verify(connection, "BE", key, published(folder, key))
    assert isinstance(found, Verified)
    took = time.perf_counter() - start
    print(f"Verifying all {found.entries}: {took:.2f} s, {found.entries / took:.0f} entries/s.")


if __name__ == "__main__":
    main()
