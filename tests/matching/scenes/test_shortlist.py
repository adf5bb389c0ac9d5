import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.matching.scenes.codebook import Words
from sightline.matching.scenes.shortlist import FARTHEST, best, how_many, invert, scores, weights


def random_words(rng, size):
    count = int(rng.integers(0, size))
    words = np.sort(rng.choice(size, count, replace=False)).astype(np.int32)
    base = np.array([0x0123456789ABCDEF, 0xFEDCBA9876543210], dtype=np.uint64)
    noise = rng.integers(0, 2**63, (count, 2)).astype(np.uint64) & rng.integers(0, 2**63, (count, 2)).astype(np.uint64)
    return Words(words=words, signatures=base ^ noise)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_compiled_scan_equals_the_formula(seed):
    rng = np.random.default_rng(seed)
    size = 12
    pictures, query = [random_words(rng, size) for _ in range(6)], random_words(rng, size)
    postings = invert(pictures, size)
    weight = weights(np.diff(postings.offsets), len(pictures))
    expected = np.zeros(len(pictures))
    for number, picture in enumerate(pictures):
        for word, signature in zip(picture.words, picture.signatures, strict=True):
            for other, asked in zip(query.words, query.signatures, strict=True):
                gap = int(np.bitwise_count(signature ^ asked).sum())
                if word == other and gap < FARTHEST:
                    expected[number] += weight[word] * (1 - 2 * gap / 128) ** 3
    assert np.allclose(scores(postings, query, weight), expected, rtol=1e-4, atol=1e-5)


def test_best_is_ordered_and_leaves_out_what_scored_nothing():
    similarity = np.array([0.0, 3.0, 1.0, 3.0, 2.0], dtype=np.float32)
    assert best(similarity, 3).tolist() == [1, 3, 4]
    assert best(similarity, 50).tolist() == [1, 3, 4, 2]
    assert best(np.empty(0, np.float32), 5).tolist() == []


def test_nothing_indexed_scores_nothing():
    postings = invert([], 12)
    assert scores(postings, random_words(np.random.default_rng(1), 12), weights(np.zeros(12, np.int64), 0)).shape == (
        0,
    )


def test_more_candidates_where_more_is_indexed():
    assert how_many(50_000) == 25
    assert how_many(50_001) == 100
