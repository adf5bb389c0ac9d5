"""A contribution of any size is packed, carried and taken in; each may stop anywhere and goes on."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import replace

import pytest

from sightline.kernel.errors import Conflict, IntegrityError, NotFound, UsageError
from sightline.leads.contribution.pack import Delivery, pack
from sightline.leads.contribution.plan import Choice, Terms
from sightline.leads.contribution.unpack import open_index, unpack
from sightline.leads.model import Handling, HandlingCode, PackageNumber, Tlp
from tests.leads.conftest import DAY, NOW, trusted

SMALL = 10_000
TERMS = Terms(
    case_reference="BE-2026-17",
    legal_basis="Prüm decision, art. 7",
    purpose="Find where the series was made",
    handling=Handling(owner="BE-DJSOC", code=HandlingCode.H1, tlp=Tlp.AMBER),
    review=NOW + 365 * DAY,
)


@pytest.fixture
def material(tmp_path):
    """Empty, small, equal, and larger than three parts; one name that is no UTF-8, one link."""
    folder = tmp_path / "material"
    (folder / "DCIM").mkdir(parents=True)
    dice = random.Random(7)
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "one.jpg").write_bytes(dice.randbytes(3_000))
    (folder / "DCIM" / "one again.jpg").write_bytes((folder / "one.jpg").read_bytes())
    (folder / "DCIM" / "film.mp4").write_bytes(dice.randbytes(3 * SMALL + 17))
    for place in range(12):
        (folder / f"{place:02d}.jpg").write_bytes(dice.randbytes(dice.randrange(1, SMALL)))
    (folder / "link.jpg").symlink_to("/etc/passwd")
    odd = bytes(folder) + b"/caf\xe9.jpg"
    with open(odd, "wb") as sink:  # noqa: PTH123 - a name of bytes
        sink.write(b"odd")
    return folder


@pytest.fixture
def delivery(world, tmp_path):
    number = PackageNumber(sender="BE-DJSOC", year=2026, serial=9)
    return Delivery(
        number=number,
        sender=world.sender,
        host=world.recipient.card,
        now=NOW,
        expires=NOW + 90 * DAY,
        out=tmp_path / "out",
    )


def choice(folder, **more):
    return Choice(folder=folder, part_bytes=SMALL, **more)


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path.read_bytes() for path in files}


def taken(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_everything_arrives_once_with_every_path(world, delivery, material, tmp_path):
    steps = list(pack(delivery, TERMS, choice(material)))
    incoming = open_index(delivery.out, world.desk())
    assert len(steps) == incoming.plan.parts + 1
    assert incoming.plan.terms == TERMS
    paths = {path for item in incoming.plan.items for path in item.paths}
    assert {"one.jpg", "DCIM/one again.jpg", "caf\\xe9.jpg", "empty.jpg"} <= paths
    assert len(paths) == 17
    assert "link.jpg" not in paths
    items = list(unpack(incoming, world.desk(), tmp_path / "in"))
    assert len(items) == len(incoming.plan.items) == 16
    assert taken(tmp_path / "in") == contents(material)
    assert not [path for path in delivery.out.iterdir() if path.name.startswith(".")]


def test_packing_goes_on_where_it_stopped(world, delivery, material, tmp_path):
    run = pack(delivery, TERMS, choice(material))
    for _ in range(3):
        next(run)
    run.close()
    before = {path.name: path.stat().st_mtime_ns for path in delivery.out.glob("*.sealed")}
    assert len(before) == 3
    plan = next(path for path in delivery.out.iterdir() if path.name.startswith("."))
    assert b"one again" not in plan.read_bytes()
    steps = list(pack(delivery, TERMS, choice(material)))
    assert [step.skipped for step in steps[:4]] == [True, True, True, False]
    assert {name: (delivery.out / name).stat().st_mtime_ns for name in before} == before
    list(unpack(open_index(delivery.out, world.desk()), world.desk(), tmp_path / "in"))
    assert taken(tmp_path / "in") == contents(material)


def test_taking_in_goes_on_where_it_stopped(world, delivery, material, tmp_path):
    list(pack(delivery, TERMS, choice(material)))
    incoming = open_index(delivery.out, world.desk())
    run = unpack(incoming, world.desk(), tmp_path / "in")
    for _ in range(5):
        next(run)
    run.close()
    first = next(path for path in (tmp_path / "in").iterdir() if not path.name.endswith(".draft"))
    stamp = first.stat().st_mtime_ns
    assert len(list(unpack(incoming, world.desk(), tmp_path / "in"))) == 16
    assert first.stat().st_mtime_ns == stamp
    assert taken(tmp_path / "in") == contents(material)


def test_only_features_travel_when_originals_stay(world, delivery, material, tmp_path):
    computed = tmp_path / "features.arrow"
    computed.write_bytes(b"features" * 5_000)
    list(pack(delivery, TERMS, choice(material, computed=(computed,), originals=False)))
    incoming = open_index(delivery.out, world.desk())
    assert len(incoming.plan.items) == 16
    assert [item.paths for item in unpack(incoming, world.desk(), tmp_path / "in")] == [("features.arrow",)]
    assert list(taken(tmp_path / "in").values()) == [b"features" * 5_000]


def test_a_missing_part_is_named(world, delivery, material, tmp_path):
    list(pack(delivery, TERMS, choice(material)))
    (delivery.out / "BE-DJSOC-2026-000009.part00002.sealed").unlink()
    incoming = open_index(delivery.out, world.desk())
    assert incoming.missing == (2,)
    with pytest.raises(NotFound, match=r"1 of .* parts are missing, first 00002"):
        list(unpack(incoming, world.desk(), tmp_path / "in"))


def test_swapped_altered_and_foreign_parts_are_refused(world, delivery, material, tmp_path):
    list(pack(delivery, TERMS, choice(material)))
    second, third = (delivery.out / f"BE-DJSOC-2026-000009.part{part:05d}.sealed" for part in (2, 3))
    good = second.read_bytes()
    incoming = open_index(delivery.out, world.desk())
    shutil.copy(third, second)
    with pytest.raises(IntegrityError, match="part 00002 is another part"):
        list(unpack(incoming, world.desk(), tmp_path / "a"))
    second.write_bytes(good[:-1])
    with pytest.raises(IntegrityError, match="only half there"):
        list(unpack(incoming, world.desk(), tmp_path / "b"))
    other = replace(delivery, sender=world.sender, out=tmp_path / "other")
    (material / "new.jpg").write_bytes(b"new")
    list(pack(other, TERMS, choice(material)))
    second.write_bytes((other.out / second.name).read_bytes())
    with pytest.raises(IntegrityError, match="belongs to another contribution"):
        list(unpack(incoming, world.desk(), tmp_path / "c"))
    assert all(path.name in contents(material) for path in (tmp_path / "c").iterdir() if "draft" not in path.name)


def test_a_delivery_to_another_host_or_opened_before_is_refused(world, delivery, material):
    list(pack(delivery, TERMS, choice(material)))
    with pytest.raises(IntegrityError, match="addressed to FR FR-OFMIN"):
        open_index(delivery.out, world.desk(keys=world.stranger, directory=trusted(world.sender)))
    with pytest.raises(IntegrityError, match="opened here before"):
        open_index(delivery.out, world.desk(seen={"BE-DJSOC-2026-000009"}))


def test_a_file_that_changes_while_packing_stops_it_and_nothing_is_lost(world, delivery, material, tmp_path):
    run = pack(delivery, TERMS, choice(material))
    next(run)
    film = material / "DCIM" / "film.mp4"
    good = film.read_bytes()
    film.write_bytes(good[:-1] + b"x")
    with pytest.raises(Conflict, match=r"DCIM/film\.mp4 changed after it was listed"):
        list(run)
    film.write_bytes(good)
    list(pack(delivery, TERMS, choice(material)))
    list(unpack(open_index(delivery.out, world.desk()), world.desk(), tmp_path / "in"))
    assert taken(tmp_path / "in") == contents(material)


def test_what_makes_no_sense_is_refused(delivery, material, tmp_path):
    with pytest.raises(UsageError, match="is not a folder"):
        list(pack(delivery, TERMS, choice(tmp_path / "nowhere")))
    run = pack(delivery, TERMS, choice(material))
    next(run)
    run.close()
    with pytest.raises(Conflict, match="begun otherwise"):
        list(pack(delivery, replace(TERMS, case_reference="other"), choice(material)))
    list(pack(delivery, TERMS, choice(material)))
    with pytest.raises(Conflict, match="packed already"):
        list(pack(delivery, TERMS, choice(material)))


def test_a_folder_without_an_index_says_so(world, tmp_path):
    with pytest.raises(NotFound, match="should hold the index"):
        open_index(tmp_path, world.desk())
