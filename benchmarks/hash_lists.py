"""How fast a large VICS hash list is read into the tables, in how much memory, and what a look-up then costs.

    python benchmarks/hash_lists.py [--folder FOLDER] [--megabytes 256] [--media 2000]

Floors in the same run: reading the file plainly, and parsing the same bytes with the standard library all at once (which
takes the whole list into memory; ours does not). The list is made up: random digests, one row in a hundred repeated.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import resource
import tempfile
import time
from pathlib import Path

from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Role
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.settings import Settings
from sightline.leads.known import store
from sightline.leads.known.read import read_list
from sightline.workspace import Workspace

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--media", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        measure(Path(place), options.megabytes << 20, options.media)


def measure(folder: Path, size: int, media: int) -> None:
    listed = folder / "list.json"
    rows = make(listed, size)
    print(f"{rows:,} entries, {listed.stat().st_size / 1e6:.0f} MB")
    plain = timed(listed.read_bytes)
    settings = Settings(workspace=folder / "workspace", database="", bytes="", officer="be.first", purpose="benchmark",
                        workers=1, language="en")  # fmt: skip
    with Workspace.create(settings) as workspace:
        with workspace.database.transaction(DatabaseRole.APP) as connection:
            agency_store.add_agency(connection, Agency(code="BE", name="Agency", country="BE"))
            agency_store.add_officer(connection, "be.first", "First Officer", "BE", frozenset(Role))
        before = peak()
        with workspace.acting() as acting:
            taken = timed(lambda: read_list(acting, listed, "large"))
        after = peak()
        with workspace.database.transaction(DatabaseRole.OWNER) as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql(
                "INSERT INTO media (sha256, md5, sha1, size, state, received_at) SELECT "
                "sha256(n::text::bytea), coalesce(h.md5, '\\x00'), coalesce(h.sha1, '\\x00'), 1, 'received', now() "
                "FROM (SELECT row_number() OVER () AS n, md5, sha1 FROM known_hash LIMIT %s) h",
                (media,),
            )
        with workspace.machine("be.first", "benchmark") as acting:
            numbers = list(acting.connection.exec_driver_sql("SELECT id FROM media").scalars())
            looked = timed(lambda: store.marks_of(acting, numbers))
    parsed = timed(lambda: json.loads(listed.read_bytes()))
    whole = peak()
    megabytes = listed.stat().st_size / 1e6
    print(f"read plainly          {plain:8.2f} s")
    print(f"json.loads at once    {parsed:8.2f} s   peak memory then {whole:,.0f} MB")
    print(f"read into the tables  {taken:8.2f} s   {rows / taken:,.0f} entries/s, {megabytes / taken:.1f} MB/s, "
          f"{taken / parsed:.1f} x json.loads; peak memory {before:,.0f} -> {after:,.0f} MB")  # fmt: skip
    print(f"look-up of {len(numbers):,} media  {looked:8.3f} s")


def make(path: Path, size: int) -> int:
    chance, rows = random.Random(7), 0
    with path.open("w", encoding="utf-8") as sink:
        sink.write(json.dumps({"@odata.context": CONTEXT})[:-1] + ', "value": [\n')
        row = ""
        while sink.tell() < size if rows % 1000 == 0 else True:
            if rows % 100 or not row:
                row = json.dumps({
                    "MediaID": rows, "Category": chance.choice([0, 1, 2, None]), "MD5": chance.randbytes(16).hex().upper(),
                    "SHA1": chance.randbytes(20).hex().upper(), "MediaSize": chance.randrange(10**7),
                    "PhotoDNA": base64.b64encode(chance.randbytes(144)).decode(), "IsDistributed": "false",
                    "Series": "made up", "Tags": "a,b",
                })  # fmt: skip
            sink.write((",\n" if rows else "") + row)
            rows += 1
        sink.write("\n]}")
    return rows


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(act) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
