"""What holds for every extractor: it is named, repeatable, answers in plain JSON, and fails only in the two agreed ways."""

import json
from collections.abc import Iterator

import numpy as np
import pytest

from sightline.features.arrays import pack, unpack
from sightline.features.catalogue import CATALOGUE
from sightline.features.extract import Content, Listed, Outcome, extract
from sightline.features.model import Damaged, Extractor, Found, Subject, Takes, Unsuited
from sightline.media.model import Examination, MediaKind, Picture

EACH = pytest.mark.parametrize("listed", CATALOGUE, ids=lambda listed: listed.extractor.name)


def _pictures() -> Iterator[tuple[str, np.ndarray]]:
    noise = np.random.default_rng(7)
    yield "one pixel", np.full((1, 1, 3), 9, np.uint8)
    yield "a line", np.full((1, 400, 3), 9, np.uint8)
    yield "blank", np.full((240, 320, 3), 255, np.uint8)
    yield "black", np.zeros((240, 320, 3), np.uint8)
    yield "noise", noise.integers(0, 256, (240, 320, 3), np.uint8)
    blocks = noise.integers(0, 256, (12, 16, 3), np.uint8)
    yield "blocks", np.kron(blocks, np.ones((20, 20, 1), np.uint8))


def _subject(rgb: np.ndarray, extractor: Extractor) -> Subject:
    picture = Picture(luma=rgb.mean(axis=2).astype(np.uint8), rgb=rgb)
    examination = Examination(
        kind=MediaKind.IMAGE,
        format="png",
        mime="image/png",
        width=rgb.shape[1],
        height=rgb.shape[0],
        duration=None,
        isolation="A",
        pictures=(picture,),
        metadata={
            "EXIF DateTimeOriginal": "2106:13:45 99:00:00",
            "GPS GPSLatitude": "[999, 0, 0]",
            "odd": "\x00\ud800",
        },
    )
    taken = picture if extractor.takes is Takes.PICTURE else None
    return Subject(sha256="0" * 64, size=3, digests={"md5": "0" * 32}, examination=examination, picture=taken)


def _run(extractor: Extractor, subject: Subject) -> Found | str:
    try:
        return extractor.extract(subject)
    except (Unsuited, Damaged) as said:
        return str(said)


@EACH
def test_an_extractor_is_named_and_versioned(listed: Listed) -> None:
    assert listed.extractor.name.isidentifier()
    assert listed.extractor.version
    assert listed.frames >= 1


@EACH
@pytest.mark.parametrize(("kind", "rgb"), list(_pictures()), ids=lambda value: value if isinstance(value, str) else "")
def test_an_extractor_answers_or_declines_and_does_so_again(listed: Listed, kind: str, rgb: np.ndarray) -> None:
    subject = _subject(rgb, listed.extractor)
    first, second = _run(listed.extractor, subject), _run(listed.extractor, subject)
    if isinstance(first, str):
        assert first == second
        return
    assert isinstance(second, Found)
    assert json.loads(json.dumps(first.value, allow_nan=False)) == first.value == second.value
    packed = pack(first.arrays)
    assert packed == pack(second.arrays)
    assert unpack(packed).keys() == first.arrays.keys()


def test_names_are_not_used_twice() -> None:
    names = [listed.extractor.name for listed in CATALOGUE]
    assert len(names) == len(set(names))


def test_what_was_done_is_not_done_again() -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (120, 160, 3), np.uint8)
    examination = _subject(rgb, CATALOGUE[0].extractor).examination
    content = Content(sha256="0" * 64, size=3, digests={"sha256": "0" * 64, "md5": "0" * 32, "sha1": "0" * 40})
    listed = [one for one in CATALOGUE if one.extractor.name in {"digest", "pdq", "metadata"}]
    first = list(extract(content, examination, listed, set()))
    assert {one.outcome for one in first} <= set(Outcome)
    done = {(one.extractor, one.version, -1) for one in first}
    assert list(extract(content, examination, listed, done)) == []


def test_an_extractor_that_breaks_costs_only_its_own_feature() -> None:
    class Broken:
        name, version, takes = "broken", "1", Takes.FILE

        def extract(self, subject: Subject) -> Found:
            raise ZeroDivisionError(subject.sha256)

    examination = _subject(np.zeros((8, 8, 3), np.uint8), CATALOGUE[0].extractor).examination
    content = Content(sha256="0" * 64, size=3, digests={"sha256": "0" * 64})
    results = list(extract(content, examination, [Listed(extractor=Broken()), CATALOGUE[0]], set()))
    assert [one.outcome for one in results] == [Outcome.DAMAGED, Outcome.FOUND]
    assert "ZeroDivisionError" in (results[0].note or "")
