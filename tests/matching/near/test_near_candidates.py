"""From pictures to near copies: every kind of copy is found from both ends, and nothing else is."""

import io

import numpy as np
import pytest
from PIL import Image

from sightline.features.kinds.pdq import hash_picture
from sightline.features.model import Unsuited
from sightline.kernel.errors import UsageError
from sightline.matching.near.bank import Bank
from sightline.matching.near.candidates import (
    Form,
    add,
    banked,
    delete,
    near_copies,
    prints,
    rank_videos,
    searched,
    worth_a_look,
)


def scene(seed, height=420, width=560):
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (7, 9), dtype=np.uint8))
    plane = np.array(small.resize((width, height), Image.Resampling.BICUBIC))
    for _ in range(14):
        top, left = rng.integers(0, height - 60), rng.integers(0, width - 60)
        plane[top : top + rng.integers(20, 150), left : left + rng.integers(20, 150)] = rng.integers(0, 256)
    return plane


def as_jpeg(plane, quality=60):
    held = io.BytesIO()
    Image.fromarray(plane).save(held, "JPEG", quality=quality)
    return np.array(Image.open(held))


def of(item, plane):
    found = hash_picture(np.ascontiguousarray(plane))
    return prints(item, found.value, found.arrays)


COPIES = {
    "whole": (lambda p: p, "as it is"),
    "recompressed": (lambda p: as_jpeg(p, 25), "as it is"),
    "smaller": (lambda p: np.array(Image.fromarray(p).resize((280, 210))), "as it is"),
    "mirrored": (lambda p: p[:, ::-1], "mirrored"),
    "turned": (lambda p: np.rot90(p), "turned 270"),
    "letterboxed": (lambda p: np.pad(p, [(90, 90), (0, 0)]), "inside its borders"),
    "framed and mirrored": (lambda p: np.pad(p, 30, constant_values=240)[:, ::-1], "inside its borders, mirrored"),
}


@pytest.fixture
def bank(tmp_path):
    """A bank of ten scenes of two owners: items 0..9, owner 1 for the even, 2 for the odd."""
    bank = Bank.open(tmp_path)
    add(bank, [of(item, as_jpeg(scene(item))) for item in range(10)], [1 + item % 2 for item in range(10)])
    return bank


@pytest.mark.parametrize("kind", list(COPIES))
def test_a_copy_is_found_and_said_to_be_what_it_is(bank, kind):
    make, words = COPIES[kind]
    (found,) = near_copies(bank, [of(100, as_jpeg(make(scene(4))))])
    assert (found.item, found.other, found.mine, found.theirs) == (100, 4, words, "whole")
    assert found.distance <= 31


@pytest.mark.parametrize("kind", list(COPIES))
def test_the_original_is_found_when_the_copy_was_there_first(tmp_path, kind):
    make, _ = COPIES[kind]
    bank = Bank.open(tmp_path)
    add(bank, [of(7, as_jpeg(make(scene(4)))), *(of(50 + other, scene(20 + other)) for other in range(5))], [1] * 6)
    (found,) = near_copies(bank, [of(100, scene(4))])
    assert found.other == 7


@pytest.mark.parametrize("cut", [12, 25])
def test_a_cropped_copy_is_found_from_both_ends(bank, cut):
    cropped = as_jpeg(scene(4)[cut * 3 // 4 : -cut * 3 // 4, cut:-cut])
    (found,) = near_copies(bank, [of(100, cropped)])
    assert found.other == 4
    assert found.theirs == "middle 90%" or found.mine.startswith("middle")
    add(bank, [of(200, as_jpeg(scene(33)[cut * 3 // 4 : -cut * 3 // 4, cut:-cut]))], [1])
    (found,) = near_copies(bank, [of(300, scene(33))])
    assert found.other == 200


def test_other_scenes_are_not_linked_and_a_picture_not_with_itself(bank):
    queries = [of(item, as_jpeg(scene(item))) for item in range(10)] + [of(90 + k, scene(40 + k)) for k in range(20)]
    assert near_copies(bank, queries) == []


def test_only_what_an_agency_may_see_is_found(bank):
    queries = [of(100, scene(4)), of(101, scene(5))]
    assert [one.other for one in near_copies(bank, queries)] == [4, 5]
    assert [one.other for one in near_copies(bank, queries, owners=[1])] == [4]
    assert near_copies(bank, queries, owners=[]) == []


def test_all_rows_of_a_picture_go_when_it_is_deleted(bank):
    assert delete(bank, [4]) == 2
    assert near_copies(bank, [of(100, scene(4))]) == []


def test_a_crop_at_two_sides_only_is_worth_a_look_but_no_link(bank):
    corner = of(101, scene(5)[:-10, 14:])
    assert near_copies(bank, [corner]) == []
    found = worth_a_look(bank, [corner])
    assert [one.other for one in found] == [5]
    assert 32 <= found[0].distance <= 64
    assert worth_a_look(bank, [of(102, as_jpeg(scene(6)))]) == [], "a near copy is no mere candidate"


@pytest.mark.parametrize("radius", [31, 65])
def test_worth_a_look_is_between_32_and_64(bank, radius):
    with pytest.raises(UsageError, match="32 to 64"):
        worth_a_look(bank, [], radius)


def test_plain_pictures_are_neither_banked_nor_searched():
    ramp = np.repeat(np.linspace(0, 255, 400).astype(np.uint8)[None], 300, axis=0)
    plain = of(1, ramp)
    assert list(banked(plain)) == list(searched(plain)) == []
    with pytest.raises(Unsuited):
        hash_picture(np.full((300, 400), 128, np.uint8))


def test_nothing_asked_nothing_found(bank):
    assert near_copies(bank, []) == worth_a_look(bank, []) == []
    add(bank, [], [])


def test_a_picture_gives_at_most_eighteen_rows_to_search_and_three_to_bank():
    one = of(1, np.pad(scene(3), [(90, 90), (0, 0)]))
    assert len(list(searched(one))) == 18
    assert [form for form, _ in banked(one)] == [Form.WHOLE, Form.TRIMMED, Form.CROPPED]


def test_an_item_that_does_not_fit_is_an_error():
    with pytest.raises(UsageError, match="item"):
        prints(1 << 61, {}, {})


def test_videos_are_ranked_by_frames_that_agree_on_one_offset():
    seconds = np.array([0.0, 1, 2, 3, 0, 1, 2, 3, 3])
    others = np.array([7, 7, 7, 7, 8, 8, 8, 8, 8])
    theirs = np.array([40.0, 41, 42, 43, 10, 90, 33, 70, 70.2])
    assert rank_videos(seconds, others, theirs) == [(7, 4), (8, 1)]
