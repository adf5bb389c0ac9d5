"""The bank answers as brute force does, whatever was added, deleted, joined, or interrupted, and for whom."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from near_truth import at_distance, distances, random_hashes, skewed_hashes

from sightline.kernel.errors import IntegrityError, UsageError
from sightline.matching.near.bank import Bank
from sightline.matching.near.segment import Plan

SMALL = Plan(scan_below=60, twelve_from=250)
"""Indexes of both kinds already with few hashes."""


def answer(hashes, items, queries, radius):
    apart = distances(queries, hashes)
    return sorted((int(q), int(items[r]), int(apart[q, r])) for q, r in np.argwhere(apart <= radius))


def lines(near):
    return sorted(zip(*(column.tolist() for column in near), strict=True))


def filled(folder, rng, *sizes, plan=SMALL):
    """Return a bank of several batches, and what is in it."""
    bank = Bank.open(folder, plan)
    hashes = np.concatenate([skewed_hashes(rng, size) for size in sizes])
    items = np.arange(len(hashes)) * 10
    owners = rng.integers(0, 4, len(hashes)).astype(np.int32)
    begin = 0
    for size in sizes:
        bank.add(hashes[begin : begin + size], items[begin : begin + size], owners[begin : begin + size])
        begin += size
    return bank, hashes, items, owners


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32 - 1),
    sizes=st.lists(st.integers(1, 400), min_size=1, max_size=3),
    radius=st.integers(0, 31),
    visible=st.none() | st.sets(st.integers(0, 5)),
    compact=st.booleans(),
)
def test_whatever_was_done_the_bank_equals_brute_force(tmp_path_factory, seed, sizes, radius, visible, compact):
    rng = np.random.default_rng(seed)
    bank, hashes, items, owners = filled(tmp_path_factory.mktemp("bank"), rng, *sizes)
    gone = rng.random(len(items)) < 0.2
    assert bank.delete(items[gone].tolist()) == gone.sum()
    if compact:
        bank.compact()
    queries = at_distance(rng, hashes[rng.integers(0, len(hashes), 10)], rng.integers(0, 36, 10))
    keep = ~gone & (np.isin(owners, list(visible)) if visible is not None else True)
    assert lines(bank.search(queries, radius, visible)) == answer(hashes[keep], items[keep], queries, radius)
    assert len(bank) == (~gone).sum()


def test_the_bank_is_the_same_when_opened_again(tmp_path):
    rng = np.random.default_rng(1)
    bank, hashes, items, _ = filled(tmp_path, rng, 300, 20, 5)
    bank.delete([0, 10])
    expected = lines(bank.search(hashes, 12))
    assert lines(Bank.open(tmp_path, SMALL).search(hashes, 12)) == expected
    assert sorted(bank.entries().items) == items[2:].tolist()


def test_an_empty_bank_finds_nothing(tmp_path):
    bank = Bank.open(tmp_path)
    bank.add(np.zeros((0, 32), np.uint8), np.zeros(0, np.int64), np.zeros(0, np.int32))
    assert lines(bank.search(random_hashes(np.random.default_rng(0), 3))) == []
    assert bank.entries().items.size == len(bank) == bank.delete([1]) == 0
    bank.compact()
    assert bank.segments() == []


def test_small_additions_are_joined_and_a_large_segment_is_left_alone(tmp_path):
    rng = np.random.default_rng(2)
    bank, *_ = filled(tmp_path, rng, 2000)
    large = bank.segments()[0]
    for day in range(20):
        bank.add(random_hashes(rng, 7), np.arange(7) + 100_000 + 10 * day, np.zeros(7, np.int32))
    assert bank.segments()[0] == large
    assert len(bank.segments()) <= 8
    assert len(bank) == 2000 + 140


def test_one_item_may_have_several_hashes_and_all_go_when_it_is_deleted(tmp_path):
    rng = np.random.default_rng(3)
    hashes = random_hashes(rng, 3)
    bank = Bank.open(tmp_path)
    bank.add(hashes, np.array([5, 5, 6]), np.zeros(3, np.int32))
    assert lines(bank.search(hashes, 0)) == [(0, 5, 0), (1, 5, 0), (2, 6, 0)]
    assert bank.delete([5]) == 2
    assert bank.delete([5]) == 0
    assert lines(bank.search(hashes, 0)) == [(2, 6, 0)]
    bank.add(hashes[:1], np.array([5]), np.zeros(1, np.int32))
    assert lines(bank.search(hashes, 0)) == [(0, 5, 0), (2, 6, 0)]


def test_a_bank_emptied_by_deletion_can_be_compacted(tmp_path):
    bank, hashes, items, _ = filled(tmp_path, np.random.default_rng(4), 80)
    bank.delete(items.tolist())
    bank.compact()
    assert len(bank) == 0
    assert lines(bank.search(hashes[:2])) == []
    assert not list(tmp_path.glob("segment-*"))


def test_another_process_s_additions_are_seen(tmp_path):
    rng = np.random.default_rng(5)
    reader = Bank.open(tmp_path, SMALL)
    writer, hashes, items, _ = filled(tmp_path, rng, 100)
    assert set(reader.search(hashes, 0).items) == set(items)
    writer.delete([0])
    writer.compact()
    assert 0 not in reader.search(hashes, 0).items


def test_searches_go_on_while_others_write(tmp_path):
    rng = np.random.default_rng(6)
    bank, hashes, items, _ = filled(tmp_path, rng, 200)
    extra = random_hashes(rng, 12)
    reader = Bank.open(tmp_path, SMALL)

    def write():
        for one in range(12):
            bank.add(extra[one : one + 1], np.array([9_000 + one]), np.zeros(1, np.int32))
            if one % 5 == 0:
                bank.compact()

    rounds = 0
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            assert set(items) <= set(reader.search(hashes, 0).items.tolist())
            rounds += 1
        writing.result()
    assert rounds > 3
    assert set(reader.search(extra, 0).items) == set(range(9_000, 9_012))


def test_what_a_crash_leaves_is_ignored_and_removed(tmp_path):
    rng = np.random.default_rng(7)
    _, hashes, items, _ = filled(tmp_path, rng, 50)
    left = tmp_path / "segment-000099.unfinished"
    left.mkdir()
    (left / "hashes.npy").write_bytes(b"half")
    (tmp_path / "manifest.json.new").write_text("{")
    again = Bank.open(tmp_path, SMALL)
    assert set(again.search(hashes, 0).items) == set(items)
    again.add(random_hashes(rng, 1), np.array([1]), np.zeros(1, np.int32))
    assert not left.exists()


@pytest.mark.parametrize("file", ["hashes.npy", "items.npy", "rows.npy", "starts.npy"])
def test_a_damaged_file_is_named(tmp_path, file):
    filled(tmp_path, np.random.default_rng(8), 300)
    path = next(tmp_path.glob(f"segment-*/{file}"))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(IntegrityError, match=file):
        Bank.open(tmp_path, SMALL)


def test_a_missing_segment_and_a_damaged_manifest_are_named(tmp_path):
    filled(tmp_path, np.random.default_rng(9), 300)
    next(tmp_path.glob("segment-*/items.npy")).unlink()
    with pytest.raises(IntegrityError, match="missing"):
        Bank.open(tmp_path, SMALL)
    (tmp_path / "manifest.json").write_text(json.dumps({"segments": [{"unknown": 1}]}))
    with pytest.raises(IntegrityError, match="manifest"):
        Bank.open(tmp_path, SMALL)


def test_hot_buckets_are_reported_and_nothing_in_them_is_cut(tmp_path):
    rng = np.random.default_rng(10)
    alike = random_hashes(rng, 3000)
    alike[:, :3] = 77
    bank = Bank.open(tmp_path, SMALL)
    bank.add(alike, np.arange(3000), np.zeros(3000, np.int32))
    assert any(hot.rows == 3000 and hot.share == 1 for hot in bank.hot_buckets())
    assert lines(bank.search(alike[:20], 0)) == [(row, row, 0) for row in range(20)]
    even = Bank.open(tmp_path / "even", SMALL)
    even.add(random_hashes(rng, 3000), np.arange(3000), np.zeros(3000, np.int32))
    assert even.hot_buckets() == []


@pytest.mark.parametrize("radius", [-1, 32])
def test_another_radius_is_an_error(tmp_path, radius):
    with pytest.raises(UsageError, match="31"):
        Bank.open(tmp_path).search(np.zeros((1, 32), np.uint8), radius)


def test_lengths_that_differ_are_an_error(tmp_path):
    with pytest.raises(UsageError, match="fit together"):
        Bank.open(tmp_path).add(np.zeros((2, 32), np.uint8), np.zeros(1, np.int64), np.zeros(2, np.int32))
