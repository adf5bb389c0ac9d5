"""Every way of searching finds exactly what comparing all with all finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from near_truth import at_distance, brute_force, random_hashes, skewed_hashes

from sightline.matching.near.bits import as_words, ball, cut
from sightline.matching.near.index import Index, bases, build, probe, scan
from sightline.matching.near.segment import arrange


def indexed(hashes, bands, limit):
    """Return distinct words, sorted, and their index."""
    words = as_words(hashes)
    order, begins = arrange(words)
    distinct = words[order[begins]]
    layout = cut(bands, limit)
    starts = np.zeros(bases(layout)[-1], np.uint32)
    rows = np.zeros((bands - 1, len(distinct)), np.uint32)
    build(distinct, layout, starts, rows)
    return distinct, Index(bands=layout, starts=starts, rows=rows)


def triples(matches):
    return sorted(zip(*(column.tolist() for column in matches), strict=True))


@pytest.mark.parametrize(("bands", "limit"), [(12, 64), (12, 9), (16, 64), (16, 7)])
def test_at_every_radius_the_index_and_the_scan_equal_brute_force(bands, limit):
    rng = np.random.default_rng(bands * limit)
    hashes = np.concatenate([random_hashes(rng, 300), skewed_hashes(rng, 300)])
    copies = at_distance(rng, hashes[rng.integers(0, 600, 66)], np.arange(66) // 2)
    words, index = indexed(hashes, bands, limit)
    distinct = words.view(np.uint8)
    for radius in range(32):
        expected = brute_force(copies, distinct, radius)
        assert triples(probe(as_words(copies), words, index, radius)[0]) == expected
        assert triples(scan(as_words(copies), words, radius)[0]) == expected


@pytest.mark.parametrize("bands", [12, 16])
def test_copies_at_exactly_31_are_found_and_at_32_are_not(bands):
    rng = np.random.default_rng(31)
    hashes = random_hashes(rng, 2000)
    words, index = indexed(hashes, bands, 10)
    originals = words.view(np.uint8)[:500]
    at_31, _ = probe(as_words(at_distance(rng, originals, 31)), words, index, 31)
    assert triples(at_31) == [(row, row, 31) for row in range(500)]
    at_32, _ = probe(as_words(at_distance(rng, originals, 32)), words, index, 31)
    assert triples(at_32) == []


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 120),
    st.integers(0, 31),
    st.sampled_from([12, 16]),
    st.sampled_from([4, 8, 11]),
)
def test_whatever_the_hashes_the_index_equals_brute_force(seed, count, radius, bands, limit):
    rng = np.random.default_rng(seed)
    make = random_hashes if seed % 2 else skewed_hashes
    words, index = indexed(make(rng, count), bands, limit)
    queries = at_distance(rng, words.view(np.uint8)[rng.integers(0, len(words), 8)], rng.integers(0, 40, 8))
    expected = brute_force(queries, words.view(np.uint8), radius)
    assert triples(probe(as_words(queries), words, index, radius)[0]) == expected


def test_errors_put_where_a_band_can_bear_least_are_still_found():
    """The worst case of the pigeonhole: as many errors as possible in each band, in every order of bands."""
    rng = np.random.default_rng(5)
    hashes = random_hashes(rng, 200)
    words, index = indexed(hashes, 12, 64)
    layout, reach = index.bands, index.bands.reach(31)
    for spared in range(12):
        query = words[7].copy()
        left = 31
        for band in [b for b in range(12) if b != spared]:
            for bit in range(min(int(reach[band]) + 1, left)):
                query[layout.words[band]] ^= np.uint64(1) << np.uint64(layout.shifts[band] + bit)
                left -= 1
        assert (0, 7, 31 - left) in triples(probe(query[None], words, index, 31)[0])


def test_a_ball_holds_every_number_with_few_bits():
    assert ball(5, 2).tolist() == [n for n in range(32) if n.bit_count() <= 2]
    assert ball(5, 0).tolist() == [0]
    assert ball(5, -1).size == 0


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 400))
def test_arranging_keeps_every_row_and_finds_the_distinct_ones(seed, count):
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 2, (count, 1), dtype=np.uint8) * np.ones((1, 32), np.uint8)
    hashes[:, -1] = rng.integers(0, 4, count)
    words = as_words(hashes)
    order, begins = arrange(words)
    assert sorted(order.tolist()) == list(range(count))
    assert len(begins) == len(np.unique(hashes, axis=0))
    groups = np.split(order, begins[1:])
    assert all((words[group] == words[group[0]]).all() for group in groups)
    assert (np.diff(words[order, 0].astype(object)) >= 0).all()


@pytest.mark.parametrize("wrong", [np.zeros((3, 31), np.uint8), np.zeros(32, np.uint8), np.zeros((3, 32), np.int8)])
def test_anything_but_hashes_is_an_error(wrong):
    with pytest.raises(ValueError, match="32 columns"):
        as_words(wrong)
