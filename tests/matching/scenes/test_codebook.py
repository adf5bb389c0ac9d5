from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel.errors import IntegrityError
from sightline.matching.scenes.codebook import assign, encode, read, rotation, shipped


def test_the_shipped_codebook_is_the_frozen_one():
    book = shipped()
    assert book.halves.shape == (2, 256, 64)
    assert len(book) == 65_536


def test_a_changed_codebook_is_refused():
    file = BytesIO()
    np.save(file, shipped().halves)
    with pytest.raises(IntegrityError, match="SHA-256"):
        read(file.getvalue() + b"x", expected=shipped().sha256)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_assignment_is_the_nearest_of_all_words(seed, nearest):
    book = shipped()
    descriptor = np.random.default_rng(seed).integers(0, 120, (1, 128)).astype(np.uint8)
    upper = ((book.halves[0].astype(int) - descriptor[0, :64].astype(int)) ** 2).sum(1)
    lower = ((book.halves[1].astype(int) - descriptor[0, 64:].astype(int)) ** 2).sum(1)
    everything = (upper[:, None] + lower[None]).reshape(-1)
    assert assign(book, descriptor, nearest)[0].tolist() == np.argsort(everything, kind="stable")[:nearest].tolist()


def test_rotation_is_a_rotation_times_root_128():
    assert np.array_equal(rotation() @ rotation().T, 128 * np.eye(128))


def test_encoding_names_each_word_once_and_like_looks_have_near_signatures():
    rng = np.random.default_rng(1)
    book = shipped()
    descriptors = rng.integers(0, 90, (300, 128)).astype(np.uint8)
    noisy = np.clip(descriptors.astype(int) + rng.integers(-3, 4, descriptors.shape), 0, 255).astype(np.uint8)
    words, again = encode(book, descriptors), encode(book, noisy)
    assert np.all(np.diff(words.words) > 0)
    shared, a, b = np.intersect1d(words.words, again.words, return_indices=True)
    assert len(shared) > 100
    gaps = np.bitwise_count(words.signatures[a] ^ again.signatures[b]).sum(axis=1)
    assert np.median(gaps) < 25
    others = np.bitwise_count(words.signatures[a] ^ again.signatures[np.roll(b, 1)]).sum(axis=1)
    assert 50 < np.median(others) < 78


def test_nothing_encodes_to_nothing():
    assert len(encode(shipped(), np.empty((0, 128), np.uint8))) == 0
