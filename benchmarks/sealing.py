"""How fast a package is sealed and opened, against what this disk writes and reads in the same run.

    python benchmarks/sealing.py [--folder FOLDER] [--megabytes 512] [--repeat 3]

Floors: the same bytes written plainly with fsync, and SHA-256 of the same bytes. A sealed package is hashed with
SHA-256 and SHA-512, encrypted, hashed again and written through; the ratios say what that costs.
Random bytes, as photographs are: nothing here compresses.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sightline.kernel.clock import now
from sightline.leads.directory import Directory, Partner
from sightline.leads.keys import make_agency_keys
from sightline.leads.model import PackageKind, PackageNumber
from sightline.leads.sealing import Address, Desk, open_files, seal_files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        compare(Path(place), options.megabytes, options.repeat)


def compare(folder: Path, megabytes: int, repeat: int) -> None:
    part = os.urandom(16 << 20)
    files = {f"evidence/{place:04d}.bin": part for place in range(max(1, megabytes // 16))}
    size = len(part) * len(files)
    moment = now()
    span = (moment - timedelta(days=1), moment + timedelta(days=30))
    sender = make_agency_keys("BE", "BE-TEST", "Sender", span)
    recipient = make_agency_keys("FR", "FR-TEST", "Receiver", span)
    partners = Directory([Partner(card=sender.card, entered_by="a", confirmed_by="b")])
    desk = Desk(keys=recipient, directory=partners, seen=(), now=moment, limit=4 << 30)
    address = Address(
        kind=PackageKind.LEAD,
        number=PackageNumber(sender="BE-TEST", year=moment.year, serial=1),
        sender=sender,
        recipients=(recipient.card,),
        now=moment,
        expires=span[1],
    )
    plain, package = folder / "plain.bin", folder / "package.lead"

    def write_plainly() -> None:
        with plain.open("wb") as sink:
            for content in files.values():
                sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())

    def seal() -> None:
        package.unlink(missing_ok=True)
        seal_files(package, address, files, {})

    def digest(algorithm: str) -> Callable[[], None]:
        def run() -> None:
            one = hashlib.new(algorithm)
            for content in files.values():
                one.update(content)

        return run

    floors = {
        "disk write + fsync (floor)": write_plainly,
        "SHA-256 (floor)": digest("sha256"),
        "SHA-512 (floor)": digest("sha512"),
        "seal": seal,
        "open and verify": lambda: open_files(package, desk, {PackageKind.LEAD}),
    }
    speeds = {name: size / 1e6 / measure(run, repeat) for name, run in floors.items()}
    floor = speeds["disk write + fsync (floor)"]
    print(f"{size / 1e6:,.0f} MB, median of {repeat}")
    for name, speed in speeds.items():
        print(f"{name:28} {speed:9,.0f} MB/s   {speed / floor:5.2f} of the disk's write speed")


def measure(run: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
