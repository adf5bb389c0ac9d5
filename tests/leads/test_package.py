"""A lead is sealed here and opened there; everything that is not exactly so is refused with its reason."""

from __future__ import annotations

import random
import resource
from dataclasses import replace
from io import BytesIO

import bagit
import pytest

from sightline.kernel.errors import Conflict, IntegrityError, NotFound, NotPermitted, Refusal, Unavailable, UsageError
from sightline.leads import age, container
from sightline.leads.archive import MemoryShelf, Unpacker, write_tar
from sightline.leads.keys import make_agency_keys
from sightline.leads.model import PackageKind
from sightline.leads.package import open_package, seal, write_out
from sightline.leads.report.page import render
from sightline.leads.sealing import open_files
from sightline.leads.states import Emergency, approve, edit, propose, release_urgently
from tests.leads.conftest import DAY, NOW, trusted


@pytest.fixture(scope="module")
def package(world, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "BE-DJSOC-2026-000001.lead"
    return seal(world.approved, world.order(), path)


@pytest.fixture(scope="module")
def raw(package):
    return package.path.read_bytes()


def test_a_lead_arrives_as_it_was_sent(world, package):
    opened = open_package(package.path, world.desk())
    assert opened.contents == world.draft.contents
    assert opened.package == package.sha256
    assert [mark.officer.name for mark in opened.marks] == ["An Officer", "Another Officer"]
    assert opened.files["crops/001.jpg"] == world.draft.contents.crops[0].jpeg
    assert opened.urgent_reason == ""


def test_the_bag_inside_is_valid_for_the_reference_library(world, raw, tmp_path):
    shelf = unsealed_files(raw, world.recipient)
    for name, content in shelf.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    bag = bagit.Bag(str(tmp_path / "BE-DJSOC-2026-000001"))
    bag.validate()
    assert bag.info["Sightline-Recipient"] == "FR FR-OFMIN"
    (tmp_path / "BE-DJSOC-2026-000001" / "data" / "lead.json").write_bytes(b"{}")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def unsealed_files(raw, keys):
    source = BytesIO(raw)
    container.read_header(source)
    shelf = MemoryShelf(1 << 24)
    unpacker = Unpacker(shelf)
    age.decrypt(source, unpacker, [keys.sealing])
    unpacker.finish()
    return shelf.files()


def test_an_outsider_reads_number_and_recipient_only(raw):
    outside = raw[: raw.index(b"age-encryption.org")]
    assert b"BE-DJSOC-2026-000001" in outside
    for secret in (b"BE-17", b"Lantern", b"An Officer", b"socket"):
        assert secret not in raw


def test_200_mutations_of_a_package_are_200_refusals_with_a_reason(world, raw):
    dice = random.Random(20260302)
    desk = world.desk()
    edges = [dice.randrange(len(container.MAGIC) + 600) for _ in range(90)]
    anywhere = [dice.randrange(len(raw)) for _ in range(90)]
    mutants = [raw[:at] + bytes([raw[at] ^ (1 << dice.randrange(8))]) + raw[at + 1 :] for at in edges + anywhere]
    mutants += [raw[: dice.randrange(len(raw))] for _ in range(10)]
    mutants += [raw + bytes([dice.randrange(256)]) for _ in range(4)]
    mutants += [raw[:at] + raw[at + 1 :] for at in (5, 60, 400, 1500, len(raw) - 1, len(raw) // 2)]
    assert len(mutants) == 200
    reasons = set()
    for mutant in mutants:
        with pytest.raises(IntegrityError) as refused:
            open_package(mutant, desk)
        reasons.add(str(refused.value))
    assert all(reason.endswith(".") for reason in reasons)
    assert len(reasons) > 5


def test_every_byte_of_header_and_signature_counts(world, raw):
    desk = world.desk()
    for at in range(raw.index(b"age-encryption.org")):
        mutant = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(IntegrityError):
            open_package(mutant, desk)


def test_a_half_written_package_says_so(world, raw):
    with pytest.raises(IntegrityError, match="only half there"):
        open_package(raw[: len(raw) // 2], world.desk())


def test_a_repeated_number_is_refused(world, raw):
    with pytest.raises(IntegrityError, match="opened here before"):
        open_package(raw, world.desk(seen=frozenset({"BE-DJSOC-2026-000001"})))


def test_another_agency_cannot_open_it(world, raw):
    with pytest.raises(IntegrityError, match="addressed to FR FR-OFMIN, and you are NL NL-TBKK"):
        open_package(raw, world.desk(keys=world.stranger))


def test_after_a_change_of_keys_it_opens_only_with_the_older_key_kept(world, raw):
    other = make_agency_keys("FR", "FR-OFMIN", "Office mineurs", (NOW - DAY, NOW + DAY))
    with pytest.raises(IntegrityError, match="not sealed to your agency's key"):
        open_package(raw, world.desk(keys=other))
    opened = open_package(raw, world.desk(keys=other, older=(world.recipient.sealing,)))
    assert opened.contents == world.draft.contents


def test_an_unknown_sender_is_refused(world, raw):
    with pytest.raises(IntegrityError, match="not in your directory"):
        open_package(raw, world.desk(directory=trusted(world.stranger)))


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (NOW + 61 * DAY, "expired on 2026-05-01"),
        (NOW - 20 * DAY, "sealed on 2026-03-02, and this machine's clock says 2026-02-10"),
        (NOW + 365 * DAY, "Federal Judicial Police expired .* Check the clock"),
        (NOW - 365 * DAY, "valid only from 2026-01-31, and this machine's clock says 2025-03-02. Check the clock"),
    ],
)
def test_a_clock_that_is_wrong_or_an_expiry_is_named(world, raw, now, reason):
    with pytest.raises(IntegrityError, match=reason):
        open_package(raw, world.desk(now=now))


def test_a_package_resealed_by_its_receiver_for_another_agency_is_refused(world, raw, tmp_path):
    """The receiver decrypts a signed lead and seals the very same bag, signature and all, to a third agency."""
    files = unsealed_files(raw, world.recipient)
    parts = sorted(files.items())
    header = container.Header(
        number="BE-DJSOC-2026-000001",
        kind=PackageKind.LEAD,
        country="NL",
        agency="NL-TBKK",
        key=world.recipient.card.key_id,
    )
    path = tmp_path / "again.lead"
    to = [world.stranger.card.sealing]
    container.write_container(path, header, world.recipient.signing, to, write_tar(parts))
    desk = world.desk(keys=world.stranger, directory=trusted(world.sender, world.recipient))
    with pytest.raises(IntegrityError, match=r"signature of key .* is missing"):
        open_package(path, desk)


def test_a_file_too_many_in_the_bag_is_refused(world, raw, tmp_path):
    files = unsealed_files(raw, world.recipient) | {"BE-DJSOC-2026-000001/data/extra.txt": b"x"}
    header, _, _ = container.read_header(BytesIO(raw))
    path = tmp_path / "again.lead"
    to = [world.recipient.card.sealing]
    container.write_container(path, header, world.sender.signing, to, write_tar(sorted(files.items())))
    with pytest.raises(IntegrityError, match=r"data/extra\.txt is not what manifest-sha256\.txt says"):
        open_package(path, world.desk())


def test_a_lead_without_two_officers_is_not_sealed(world, tmp_path):
    with pytest.raises(NotPermitted, match="two officers"):
        seal(world.draft, world.order(), tmp_path / "x.lead")
    edited = edit(world.approved, replace(world.draft.contents, summary="Other words."))
    with pytest.raises(NotPermitted, match="two officers"):
        seal(edited, world.order(), tmp_path / "x.lead")
    assert list(tmp_path.iterdir()) == []


def test_an_urgent_release_is_loud_at_the_receiver(world, tmp_path):
    emergency = Emergency(reason="A child is in danger tonight.", typed_country="FR")
    lead = release_urgently(world.draft, world.first, emergency, NOW)
    sealed = seal(lead, world.order(2), tmp_path / "urgent.lead")
    opened = open_package(sealed.path, world.desk())
    assert opened.urgent_reason == "A child is in danger tonight."
    assert [mark.said for mark in opened.marks] == ["released urgently"]


def test_a_package_is_never_written_over_and_leaves_no_draft(world, tmp_path):
    path = tmp_path / "one.lead"
    path.write_bytes(b"kept")
    with pytest.raises(Conflict, match="exists already"):
        seal(world.approved, world.order(), path)
    assert path.read_bytes() == b"kept"
    assert [one.name for one in tmp_path.iterdir()] == ["one.lead"]


def test_the_wrong_key_card_is_refused(world, tmp_path):
    order = replace(world.order(), recipients=(world.stranger.card,))
    with pytest.raises(UsageError, match="The lead goes to FR FR-OFMIN, and this key card is of NL NL-TBKK"):
        seal(world.approved, order, tmp_path / "x.lead")


def test_a_crop_with_metadata_does_not_leave(world, tmp_path):
    crop = world.draft.contents.crops[0]
    tagged = crop.jpeg[:2] + b"\xff\xe1\x00\x08Exif\0\0" + crop.jpeg[2:]
    contents = replace(world.draft.contents, crops=(replace(crop, jpeg=tagged), world.draft.contents.crops[1]))
    lead = approve(propose(replace(world.draft, contents=contents), world.first, NOW), world.second, "FR", NOW)
    with pytest.raises(Refusal, match="still carries metadata"):
        seal(lead, world.order(), tmp_path / "x.lead")


def test_a_lead_package_is_not_taken_for_an_answer(world, raw):
    with pytest.raises(IntegrityError, match="This is a lead package; outcome or receipt was expected"):
        open_files(raw, world.desk(), {PackageKind.RECEIPT, PackageKind.OUTCOME})


def test_an_opened_package_is_written_out_once_and_closed_to_others(world, raw, tmp_path):
    opened = open_package(raw, world.desk())
    paths = write_out(opened, tmp_path / "new")
    assert {str(path.relative_to(tmp_path / "new")) for path in paths} == set(opened.files)
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    with pytest.raises(Conflict):
        write_out(opened, tmp_path / "new")
    escaping = replace(opened, files={"../x": b""})
    with pytest.raises(UsageError):
        write_out(escaping, tmp_path / "other")
    assert not (tmp_path / "x").exists()


def test_the_receiver_can_make_the_same_report_anew(world, raw):
    opened = open_package(raw, world.desk())
    assert render(opened.contents, opened.letter).html.encode() == opened.files["report.html"]


def test_a_folder_or_nothing_in_place_of_a_package_is_a_plain_sentence(world, tmp_path):
    with pytest.raises(NotFound, match="cannot be read"):
        open_package(tmp_path, world.desk())
    with pytest.raises(NotFound, match="cannot be read: No such file"):
        open_package(tmp_path / "nowhere", world.desk())


@pytest.mark.parametrize("room", [0, 300, 9_000])
def test_a_full_disk_leaves_nothing_behind(world, tmp_path, room):
    """A limit on file size stops the write where a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(Unavailable, match="cannot be written"):
            seal(world.approved, world.order(), tmp_path / "x.lead")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
