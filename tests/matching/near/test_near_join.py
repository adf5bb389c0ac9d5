"""A join tells every near pair, each once, as comparing all with all does, and goes on where it was stopped."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from near_truth import at_distance, distances, random_hashes, skewed_hashes

from sightline.kernel.errors import UsageError
from sightline.matching.near import join as join_module
from sightline.matching.near.join import BANDS, RANGES, join


def lines(pairs):
    return list(zip(*(column.tolist() for column in pairs), strict=True))


def all_pairs(left, right, radius):
    apart = distances(left, left if right is None else right)
    return [(int(i), int(j), int(apart[i, j])) for i, j in np.argwhere(apart <= radius) if right is not None or i < j]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 300), radius=st.integers(0, 31), other=st.integers(0, 200))
def test_a_join_equals_brute_force_whatever_the_hashes(seed, count, radius, other):
    rng = np.random.default_rng(seed)
    left = skewed_hashes(rng, count)
    right = None
    if other:
        right = at_distance(rng, left[rng.integers(0, count, other)], rng.integers(0, 40, other))
    assert lines(join(left, right, radius=radius)) == all_pairs(left, right, radius)


def test_planted_pairs_at_31_are_told_and_at_32_are_not():
    rng = np.random.default_rng(3)
    hashes = random_hashes(rng, 5000)
    hashes[4000:4300] = at_distance(rng, hashes[:300], 31)
    hashes[4300:4600] = at_distance(rng, hashes[300:600], 32)
    expected = [(row, row + 4000, 31) for row in range(300)]
    assert lines(join(hashes)) == expected
    assert lines(join(hashes[:1000], hashes[1000:])) == [(a, b - 1000, d) for a, b, d in expected]


def test_more_hashes_under_one_key_than_are_compared_at_a_time():
    rng = np.random.default_rng(4)
    hashes = random_hashes(rng, 7000)
    hashes[:, :8] = 9
    hashes[6900:] = at_distance(rng, hashes[:100], 20)
    assert lines(join(hashes)) == [(row, row + 6900, 20) for row in range(100)]


class Stop(Exception):
    pass


@pytest.mark.parametrize("how", ["told to", "crash"])
def test_a_stopped_join_goes_on_where_it_was(tmp_path, how, monkeypatch):
    rng = np.random.default_rng(5)
    hashes = skewed_hashes(rng, 400)
    seen = []

    def watch(progress):
        seen.append(progress)
        if progress.done != 100 or len(seen) > 100:
            return True
        if how == "crash":
            raise Stop
        return False

    if how == "crash":
        with pytest.raises(Stop):
            join(hashes, folder=tmp_path, watch=watch)
    else:
        assert join(hashes, folder=tmp_path, watch=watch) is None
    if how == "crash":
        (tmp_path / "unit-050.npy").write_bytes(b"")
    pairs = join(hashes, folder=tmp_path, watch=watch)
    assert lines(pairs) == all_pairs(hashes, None, 31)
    assert len(seen) == BANDS * RANGES + (how == "crash"), "only the damaged unit is done again"
    assert seen[-1].done == BANDS * RANGES
    assert {one.total for one in seen} == {BANDS * RANGES}
    assert seen[-1].pairs == len(pairs.left)
    monkeypatch.setattr(join_module, "_join_range", None)
    assert lines(join(hashes, folder=tmp_path)) == lines(pairs), "all was done: nothing is computed again"


def test_another_join_in_the_same_folder_starts_anew(tmp_path):
    rng = np.random.default_rng(6)
    first, second = skewed_hashes(rng, 60), skewed_hashes(rng, 60)
    join(first, folder=tmp_path)
    assert lines(join(second, folder=tmp_path)) == all_pairs(second, None, 31)
    assert lines(join(second, folder=tmp_path, radius=3)) == all_pairs(second, None, 3)
    assert lines(join(second, first, folder=tmp_path)) == all_pairs(second, first, 31)
    assert json.loads((tmp_path / "join.json").read_text())["radius"] == 31


def test_another_radius_is_an_error():
    with pytest.raises(UsageError, match="31"):
        join(np.zeros((2, 32), np.uint8), radius=32)


def test_nothing_to_join():
    assert lines(join(np.zeros((0, 32), np.uint8))) == []
    assert lines(join(np.zeros((1, 32), np.uint8))) == []
