"""Two agencies learn with whom to talk, and nothing else."""

from datetime import timedelta
from pathlib import Path

import private_set_intersection.python as psi
import pytest

from sightline.custody import log
from sightline.features import store as feature_store
from sightline.features.extract import Outcome, Result
from sightline.features.kinds.metadata import Metadata
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError, NotPermitted, UsageError
from sightline.leads import store as lead_store
from sightline.leads.comparison import compare, intersection, store
from sightline.leads.comparison.intersection import LEAST
from sightline.leads.courier import Courier
from sightline.leads.deconflict import deconflict
from sightline.leads.directory import Partner
from sightline.leads.keys import make_agency_keys
from sightline.operations import store as operation_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

KEYS = {
    code: make_agency_keys(code, code, code, (now() - timedelta(days=1), now() + timedelta(days=99)))
    for code in ("BE", "FR", "NL")
}


class Pair:
    """BE asks; FR, whose officer sees none of BE's material, answers."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.folder = workspace, folder
        with workspace.acting() as acting:
            for keys in KEYS.values():
                partner = Partner(card=keys.card, entered_by="one", confirmed_by="two")
                lead_store.keep_partner(acting, partner, "confirm partner")

    def give(self, agency: str, content: bytes) -> tuple[int, int]:
        """(media, series): a content that `agency` contributes; BE's have a series each."""
        with self.workspace.acting(f"{agency.lower()}.first") as acting:
            operation = operation_store.the_only(acting)
            wanted = contribution_of(operation.id, agency=agency, level=0)
            contribution = operation_store.contribute(acting, wanted)
            (self.folder / "file").write_bytes(content)
            stored = self.workspace.blobs.put_file(self.folder / "file")
            media = media_store.receive(acting, contribution.id, agency, stored, content[:20]).media_id
            series = 0
            if agency == "BE":
                # Both live in one database here; on two servers neither has the other's series.
                series = series_store.open_series(acting, operation.id, f"{content!r}")
                series_store.add_media(acting, series, [media])
        return media, series

    def camera(self, media: int, serial: str) -> None:
        result = Result(
            extractor=Metadata.name, version=Metadata.version, seconds=None, outcome=Outcome.FOUND, note=None,
            value={"make": "Maker", "model": "M1", "body_serial": serial},
        )  # fmt: skip
        with self.workspace.machine("be.first", "test") as acting:
            feature_store.save(acting, media, [(result, None)])

    def post(self, acting, code: str) -> Courier:
        return Courier(acting, KEYS[code], self.folder / f"outbox-{code}")

    def ask(self) -> Path:
        with self.workspace.acting("be.first") as acting:
            courier = self.post(acting, "BE")
            compare.ask(acting, "FR", courier)
        assert courier.last is not None
        return courier.last.path

    def answer(self, path: Path) -> Path:
        with self.workspace.acting("fr.first") as acting:
            courier = self.post(acting, "FR")
            assert compare.answer(acting, path, courier)[0] == "BE"
        assert courier.last is not None
        return courier.last.path

    def read(self, path: Path) -> tuple[int, ...]:
        with self.workspace.acting("be.first") as acting:
            return compare.read(acting, path, self.post(acting, "BE")).series


@pytest.fixture
def pair(workspace: Workspace, tmp_path: Path) -> Pair:
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.exec_driver_sql("UPDATE officer SET roles = roles || '{releaser}' WHERE handle = 'fr.first'")
    return Pair(workspace, tmp_path)


def test_shared_files_and_cameras_name_the_series_and_the_partner(pair: Pair) -> None:
    _, both = pair.give("BE", b"the same file")
    _, mine = pair.give("BE", b"only here")
    ours, by_camera = pair.give("BE", b"other picture, same camera")
    pair.give("FR", b"the same file")
    pair.give("FR", b"the same fil")
    theirs, _ = pair.give("FR", b"their picture, same camera")
    for media in (ours, theirs):
        pair.camera(media, "SN-104882")
    assert pair.read(pair.answer(pair.ask())) == (both, by_camera)
    with pair.workspace.acting() as acting:
        told = deconflict(acting, operation_store.the_only(acting), both)
        assert "FR knows material of it: talk to them" in told.note
        assert any("exact files and cameras only" in one for one in told.checked_against)
        assert "talk to" not in deconflict(acting, operation_store.the_only(acting), mine).note


def test_the_answering_side_learns_nothing_but_a_rounded_size(pair: Pair) -> None:
    _, both = pair.give("BE", b"the same file")
    pair.give("FR", b"the same file")
    pair.read(pair.answer(pair.ask()))
    with pair.workspace.acting("fr.first") as acting:
        rows = acting.connection.exec_driver_sql(
            "SELECT side, partner, items, key, series, found FROM comparison"
        ).all()
        assert [tuple(row) for row in rows] == [("answered", "BE", LEAST, None, None, None)]
        assert store.partners_who_know(acting, both) == {}
    pair.workspace.seal()
    with pair.workspace.database.transaction(Role.WORKER) as connection:
        theirs = b"".join(entry.body for entry in log.read(connection, "FR"))
    assert b"answer comparison" in theirs
    assert f"series:{both}".encode() not in theirs.split(b"answer comparison")[1]


def test_what_is_sent_holds_no_hash(pair: Pair) -> None:
    pair.give("BE", b"a file")
    with pair.workspace.acting() as acting:
        (sha256,) = store.own_contents(acting).values()
    asked = intersection.ask(intersection.filled([f"content|{sha256}"]))
    assert sha256.encode() not in asked.message
    assert bytes.fromhex(sha256) not in asked.message
    assert len(psi.Request.FromString(asked.message).encrypted_elements) == LEAST


def test_an_answer_is_read_once_and_the_secret_is_then_gone(pair: Pair) -> None:
    pair.give("BE", b"a file")
    answered = pair.answer(pair.ask())
    assert pair.read(answered) == ()
    with pytest.raises(IntegrityError, match="opened here before"):
        pair.read(answered)
    with pair.workspace.database.transaction(Role.OWNER) as connection:
        row = connection.exec_driver_sql("SELECT key, series FROM comparison WHERE side = 'asked'").one()
    assert tuple(row) == (None, None)


def test_a_partner_who_asks_too_often_waits(pair: Pair) -> None:
    pair.give("BE", b"a file")
    for _ in range(compare.MOST_A_DAY):
        pair.answer(pair.ask())
    third = pair.ask()
    with pytest.raises(NotPermitted, match="within a day"):
        pair.answer(third)
    with pair.workspace.database.transaction(Role.OWNER) as connection:
        connection.exec_driver_sql("UPDATE comparison SET at = at - interval '25 hours'")
    pair.answer(third)


def test_another_partners_answer_is_refused(pair: Pair) -> None:
    pair.give("BE", b"a file")
    path = pair.ask()
    answered = pair.answer(path)
    with pair.workspace.acting("fr.first") as acting:
        courier = Courier(acting, KEYS["NL"], pair.folder / "outbox-NL")
        files = {"setup.bin": b"", "response.bin": b"", "about.json": f'{{"answers":"{path.stem}","v":1}}'.encode()}
        courier.send("compared", "BE", files, now() + timedelta(days=1))
    assert courier.last is not None
    with pytest.raises(IntegrityError, match="went to FR"):
        pair.read(courier.last.path)
    assert pair.read(answered) == ()


def test_nothing_to_compare_is_said(pair: Pair) -> None:
    with pytest.raises(UsageError, match="contributed nothing"):
        pair.ask()


JUNK = psi.Request(reveal_intersection=True, encrypted_elements=[b"junk"] * LEAST).SerializeToString()


@pytest.mark.parametrize("message", [b"", b"\xff\xff", b"abc", psi.Request().SerializeToString(), JUNK])
def test_a_request_that_makes_no_sense_is_refused(message: bytes) -> None:
    with pytest.raises(IntegrityError):
        intersection.answer(message, intersection.filled(["content|a"]))


def test_an_answer_that_makes_no_sense_is_refused() -> None:
    asked = intersection.ask(intersection.filled(["content|a"]))
    setup, response, count = intersection.answer(asked.message, intersection.filled(["content|a"]))
    assert intersection.read(asked.key, setup, response, count) == [0]
    junk = psi.Response(encrypted_elements=[b"junk"] * count).SerializeToString()
    for known, twice in ((b"", response), (setup, b""), (b"\xff", response), (setup, junk), (setup, setup)):
        with pytest.raises(IntegrityError):
            intersection.read(asked.key, known, twice, count)
