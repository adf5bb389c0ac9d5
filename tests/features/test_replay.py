"""Making features again: the same original gives the same findings, and what was altered is named."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from sightline import pipeline
from sightline.features.examine import examine
from sightline.features.extract import Listed
from sightline.features.kinds.digest import Digest
from sightline.features.kinds.keypoints import Keypoints
from sightline.features.kinds.metadata import Metadata
from sightline.features.kinds.pdq import Pdq
from sightline.features.replay import Compared, Verdict, replay
from sightline.kernel.blobs import name_of
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError
from sightline.media.decoder import Decoder
from sightline.media.model import Limits
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Tlp
from sightline.workspace import Workspace

CATALOGUE = tuple(Listed(extractor=one) for one in (Digest(), Metadata(), Pdq(), Keypoints()))


def _picture() -> bytes:
    chance = np.random.default_rng(3)
    blocks = chance.integers(0, 255, (30, 40, 3), dtype=np.uint8)
    sink = io.BytesIO()
    Image.fromarray(blocks).resize((400, 300), Image.Resampling.BICUBIC).save(sink, "PNG")
    return sink.getvalue()


@pytest.fixture
def decoder(workspace: Workspace) -> Decoder:
    with Decoder(Limits()) as decoder:
        yield decoder


@pytest.fixture
def examined(workspace: Workspace, decoder: Decoder, tmp_path: Path) -> Workspace:
    """A workspace with one picture, number 1, and one broken file, number 2."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").write_bytes(_picture())
    (tmp_path / "in" / "b.png").write_bytes(_picture()[:4000])
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
    wanted = Contribution(
        id=0,
        operation_id=operation.id,
        agency="BE",
        case_reference="C",
        legal_basis="order",
        handling=Handling.H1,
        tlp=Tlp.AMBER,
        review=date(2027, 1, 1),
        level=Level.PREVIEW,
    )
    pipeline.take_in(workspace, None, wanted, tmp_path / "in")
    for number in (1, 2):
        examine(lambda: workspace.machine("be.first", "worker"), workspace.blobs, decoder, CATALOGUE, number)
    return workspace


def _replay(workspace: Workspace, decoder: Decoder, which: str = "1", catalogue: Sequence[Listed] = CATALOGUE):
    return replay(workspace.acting, workspace.blobs, decoder, catalogue, which)


def _bad(found: Sequence[Compared]) -> dict[str, tuple[Verdict, str]]:
    return {one.extractor: (one.verdict, one.note) for one in found if one.verdict is not Verdict.SAME}


def _alter(workspace: Workspace, statement: str) -> None:
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.execute(text(statement))


def test_everything_made_again_is_the_same(examined: Workspace, decoder: Decoder) -> None:
    found = _replay(examined, decoder)
    assert _bad(found) == {}
    assert {one.extractor for one in found} == {"decoder", *(one.extractor.name for one in CATALOGUE)}
    (refused,) = _replay(examined, decoder, "2")
    assert (refused.verdict, refused.note) == (Verdict.SAME, "refused: truncated")


def test_what_was_altered_is_named(examined: Workspace, decoder: Decoder) -> None:
    _alter(examined, "UPDATE feature SET value = value || '{\"quality\": -1}' WHERE extractor = 'pdq'")
    _alter(examined, "UPDATE feature SET outcome = 'unsuited' WHERE extractor = 'metadata'")
    _alter(examined, "UPDATE media SET width = 1 WHERE id = 1")
    _alter(
        examined,
        "UPDATE feature SET arrays = (SELECT arrays FROM feature WHERE extractor = 'pdq' LIMIT 1) "
        "WHERE extractor = 'keypoints'",
    )
    bad = _bad(_replay(examined, decoder))
    assert bad.keys() == {"pdq", "metadata", "decoder", "keypoints"}
    assert bad["pdq"] == (Verdict.DIFFERS, "the value of quality")
    assert bad["decoder"] == (Verdict.DIFFERS, "width: before 1, now 400")
    assert bad["metadata"][1].startswith("before unsuited")
    assert "array descriptors" in bad["keypoints"][1]


def test_versions_that_came_and_went_are_no_difference(examined: Workspace, decoder: Decoder) -> None:
    _alter(examined, "UPDATE feature SET version = '0-old' WHERE extractor = 'digest'")
    found = _replay(examined, decoder)
    assert {(one.extractor, one.verdict) for one in found if one.verdict is not Verdict.SAME} == {
        ("digest", Verdict.OTHER_VERSION),
        ("digest", Verdict.NEW),
    }


def test_a_damaged_original_is_not_replayed(examined: Workspace, decoder: Decoder) -> None:
    sha256 = next(name for name in examined.blobs.names() if len(examined.blobs.get(name)) == len(_picture()))
    path = examined.folder / "bytes" / name_of(sha256)
    path.chmod(0o600)
    path.write_bytes(_picture()[:-1] + b"\0")
    with pytest.raises(IntegrityError, match="no longer matches"):
        _replay(examined, decoder)
