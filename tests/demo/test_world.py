"""The committed world and its truth agree with each other and with what the brief of a demonstration asks."""

from __future__ import annotations

import hashlib
import re

import phonenumbers
import pytest

from sightline.demo.truth import WORLD, World, load_truth
from sightline.kernel.errors import Refusal
from sightline.media.kinds import HEAD_BYTES, kind_of

SCRIPTS_WANTED = {"fr", "nl", "de", "es", "pt", "pl", "tr", "el", "uk", "ar", "he", "th", "ko", "ja", "hi", "sv", "en"}


@pytest.fixture(scope="module")
def world() -> World:
    return load_truth()


def test_every_file_is_in_the_truth_and_every_truth_is_a_file(world: World) -> None:
    on_disk = {path.relative_to(WORLD).as_posix() for path in WORLD.rglob("*") if path.is_file()} - {"truth.json"}
    assert on_disk == {file.path for file in world.files}


def test_it_stays_small() -> None:
    assert sum(path.stat().st_size for path in WORLD.rglob("*") if path.is_file()) <= 8_000_000


def test_fourteen_agencies_all_contribute_and_every_file_is_in_a_contribution(world: World) -> None:
    assert len(world.agencies) == 14
    assert {c.agency for c in world.contributions} == {agency.code for agency in world.agencies}
    folders = {c.folder for c in world.contributions}
    assert {file.folder for file in world.files} == folders
    assert all(c.handling in {"H0", "H1", "H2", "H3"} and c.review_date for c in world.contributions)


def test_same_file_groups_are_the_same_bytes_and_no_other_files_are(world: World) -> None:
    digests: dict[str, set[str]] = {}
    for file in world.files:
        digests.setdefault(hashlib.sha256((WORLD / file.path).read_bytes()).hexdigest(), set()).add(file.path)
    assert {frozenset(paths) for paths in digests.values() if len(paths) > 1} == {
        frozenset(group) for group in world.groups["same_file"]
    }


def test_the_groups_hold_what_their_names_say(world: World) -> None:
    place = {file.path: file.place for file in world.files}
    shot = {file.path: file.shot for file in world.files}
    assert all(len({shot[path] for path in group}) == 1 for group in world.groups["near_copy"])
    assert all(len({place[path] for path in group}) == 1 for group in world.groups["same_scene"])
    assert all(len({place[path] for path in group}) > 1 for group in world.groups["same_object"])
    across = [group for group in world.groups["same_scene"] if len({path.split("/")[0] for path in group}) > 1]
    assert len(across) >= 10
    for group in world.groups["watermark_only"]:
        assert len({place[path] for path in group}) >= 3


def test_the_country_of_a_series_is_the_country_of_what_it_shows(world: World) -> None:
    country = {place.id: place.country for place in world.places}
    series = {contribution.folder: contribution.country for contribution in world.contributions}
    shown = [file for file in world.files if file.kind != "broken"]
    assert all(series[file.folder] == country[file.place] for file in shown)


def test_the_writing_is_in_many_languages_and_the_clues_in_many_kinds(world: World) -> None:
    clues = [clue for file in world.files for clue in file.clues]
    languages = {clue.language for clue in clues if clue.kind == "writing"}
    assert len(languages & SCRIPTS_WANTED) >= 14
    kinds = {clue.kind for clue in clues}
    assert {"writing", "phone", "cctld", "currency", "plug", "barcode", "gps", "utc-offset"} <= kinds
    assert sum(clue.trap for clue in clues) >= 3


def test_regions_lie_inside_the_picture(world: World) -> None:
    regions = [clue.region for file in world.files for clue in file.clues if clue.region]
    regions += [thing.region for file in world.files for thing in file.objects]
    assert regions
    for region in regions:
        assert region.x >= 0
        assert region.y >= 0
        assert region.x + region.width <= 1.001
        assert region.y + region.height <= 1.001


def test_broken_files_name_their_refusal(world: World) -> None:
    broken = [file for file in world.files if file.kind == "broken"]
    assert {file.refusal for file in broken} >= {"truncated", "empty", "unknown-type", "not-opened"}
    assert all(not file.refusal for file in world.files if file.kind != "broken")


def test_one_film_is_an_excerpt_of_another(world: World) -> None:
    excerpts = [file for file in world.files if file.excerpt_of]
    assert excerpts
    for file in excerpts:
        assert file.excerpt_of is not None
        whole = world.file(file.excerpt_of.path)
        assert 0 <= file.excerpt_of.start < file.excerpt_of.end <= whole.seconds
        assert file.seconds == pytest.approx(file.excerpt_of.end - file.excerpt_of.start)


def test_pairs_are_ordered_and_unknown_paths_are_an_error(world: World) -> None:
    assert all(left < right for left, right in world.pairs("same_scene"))
    with pytest.raises(KeyError):
        world.file("BE/none.jpg")


FICTION = {"DE": "3023125", "GB": "2079460", "SE": "3139006", "US": "212555014", "AU": "255500"}
EXAMPLE = re.compile(
    "voorbeeld|exemplo|beispiel|ornek|przyklad|-rei|yeje|exempel|mithal|deigma|dugma|ejemplo|sample|pryklad"
)


def test_numbers_are_valid_in_their_country_and_kept_for_fiction_or_plainly_invented(world: World) -> None:
    country = {place.id: place.country for place in world.places}
    seen = {(country[file.place], clue.value) for file in world.files for clue in file.clues if clue.kind == "phone"}
    assert len(seen) >= 12
    for territory, value in seen:
        number = phonenumbers.parse(value)
        assert phonenumbers.is_valid_number(number)
        assert territory in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[number.country_code or 0]
        digits = str(number.national_number)
        assert digits.startswith(FICTION.get(territory, digits[:1]))
        assert territory in FICTION or "0000" in digits


def test_web_addresses_say_that_they_are_examples(world: World) -> None:
    written = {clue.value for file in world.files for clue in file.clues if clue.kind == "writing"}
    addresses = {line for text in written for line in text.split("\n") if line.startswith("www.")}
    assert len(addresses) >= 12
    assert all(EXAMPLE.search(address) for address in addresses)


def test_the_type_of_every_file_is_told_as_the_truth_says(world: World) -> None:
    for file in world.files:
        head = (WORLD / file.path).read_bytes()[:HEAD_BYTES]
        if file.refusal in ("", "truncated"):
            assert kind_of(head).media.value == ("video" if file.kind == "video" else "image")
        else:
            with pytest.raises(Refusal) as refused:
                kind_of(head)
            assert refused.value.code == file.refusal


def test_views_of_one_room_share_some_of_the_picture_and_other_rooms_none(world: World) -> None:
    for left, right in world.pairs("near_copy"):
        assert world.shared(left, right) == 1.0
    shares = [world.shared(left, right) for left, right in world.pairs("same_scene")]
    assert sum(share >= 0.3 for share in shares) > 100
    assert all(world.shared(*pair) == 0.0 for pair in world.pairs("watermark_only"))
