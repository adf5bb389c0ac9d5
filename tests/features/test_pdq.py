"""PDQ: turned and mirrored pictures, borders, shrunken decodes, and pictures that must not be hashed."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sightline.features import pdq_map
from sightline.features.borders import without_borders
from sightline.features.kinds.pdq import Pdq, hash_picture
from sightline.features.model import Takes, Unsuited
from sightline.features.pdq_exact import exact_map
from sightline.features.pdq_map import VARIANTS, Box, fingerprint
from sightline.media.model import Picture
from tests.features.subjects import subject


def scene(seed, height=600, width=800):
    """A smooth picture with edges: some light rectangles on a mottled ground."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (7, 9), dtype=np.uint8))
    plane = np.array(small.resize((width, height), Image.Resampling.BICUBIC))
    for _ in range(12):
        top, left = rng.integers(0, height - 60), rng.integers(0, width - 60)
        plane[top : top + rng.integers(20, 200), left : left + rng.integers(20, 200)] = rng.integers(0, 256)
    return plane


def apart(one, other):
    return int(np.bitwise_count(one ^ other).sum())


def as_jpeg(plane, quality=80):
    held = io.BytesIO()
    Image.fromarray(plane).save(held, "JPEG", quality=quality)
    return np.array(Image.open(held))


MOVES = {
    "turned 90": lambda p: np.rot90(p),
    "turned 180": lambda p: np.rot90(p, 2),
    "turned 270": lambda p: np.rot90(p, 3),
    "flipped top to bottom": lambda p: p[::-1],
    "mirrored": lambda p: p[:, ::-1],
    "transposed": lambda p: p.T,
    "transposed and turned 180": lambda p: np.rot90(p.T, 2),
}


@pytest.mark.parametrize("name", list(MOVES))
def test_the_hash_of_a_moved_picture_is_among_the_eight_of_the_original(name):
    plane = scene(3)
    moved = fingerprint(np.ascontiguousarray(MOVES[name](plane))).hashes[0]
    distances = [apart(moved, one) for one in fingerprint(plane).hashes]
    assert VARIANTS[int(np.argmin(distances))] == name
    assert min(distances) <= 31
    assert sorted(distances)[1] > 64


@settings(max_examples=40, deadline=None)
@given(st.integers(5, 300), st.integers(5, 300), st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 16, 256]))
def test_the_quick_map_gives_the_bits_of_the_exact_arithmetic(height, width, seed, greys):
    rng = np.random.default_rng(seed)
    plane = (rng.integers(0, greys, (height, width)) * (255 // max(1, greys - 1))).astype(np.uint8)
    small, frequencies = exact_map(plane)
    bits, _ = pdq_map._bits(frequencies)
    found = fingerprint(plane)
    assert np.array_equal(found.hashes, bits)
    assert found.quality == pdq_map._quality(small)[0]


def test_the_two_paths_differ_by_less_than_the_margin_that_decides_between_them():
    worst = 0.0
    for seed in range(6):
        plane = scene(seed, 1500, 2000)
        small = pdq_map._project(plane, (0, 0, 2000), pdq_map.axis(1500), pdq_map.axis(2000))
        quick = pdq_map._WHOLE_COSINES @ small @ pdq_map._WHOLE_COSINES.T
        worst = max(worst, float(np.abs(quick - exact_map(plane)[1]).max()))
    assert 0 < 2 * worst < pdq_map.ROUNDING


@pytest.mark.parametrize("factor", [2, 4])
def test_a_picture_shrunk_by_the_decoder_keeps_its_hash(factor):
    plane = scene(5, 2400, 3200)
    tall, wide = 2400 // factor, 3200 // factor
    shrunk = plane.reshape(tall, factor, wide, factor).mean(axis=(1, 3)).round().astype(np.uint8)
    whole = fingerprint(plane)
    assert apart(fingerprint(shrunk, full=(2400, 3200)).hashes[0], whole.hashes[0]) <= 4


@pytest.mark.parametrize("grey", [0, 90, 255])
@pytest.mark.parametrize(("above", "beside"), [(0.33, 0), (0, 0.3), (0.05, 0.05), (0.1, 0.1)])
def test_a_bordered_copy_is_found_by_its_trimmed_hash(grey, above, beside):
    for seed in range(4):
        plane = scene(seed)
        padding = (int(above * 600), int(beside * 800))
        bordered = as_jpeg(np.pad(plane, [(padding[0],) * 2, (padding[1],) * 2], constant_values=grey), 50)
        box = without_borders(bordered)
        assert box is not None
        trimmed = fingerprint(bordered, box=box)
        assert apart(trimmed.hashes[0], fingerprint(plane).hashes[0]) <= 31


def test_a_part_hashed_in_place_equals_the_same_part_cut_out():
    plane = scene(8)
    found = fingerprint(plane, box=Box(30, 500, 41, 700))
    assert np.array_equal(found.hashes, fingerprint(plane[30:500, 41:700].copy()).hashes)


def test_a_picture_without_borders_is_not_trimmed():
    assert without_borders(scene(1)) is None


def test_the_extractor_reports_both_hashes():
    plane = np.pad(scene(2), [(100, 100), (0, 0)])
    extractor = Pdq()
    found = extractor.extract(subject(Picture(luma=plane, rgb=np.repeat(plane[:, :, None], 3, axis=2))))
    assert extractor.takes is Takes.PICTURE
    assert found.value["hash"] == found.arrays["dihedral"][0].tobytes().hex()
    assert found.value["trimmed"] == found.arrays["trimmed_dihedral"][0].tobytes().hex()
    assert found.value["trimmed_box"] == pytest.approx([100 / 800, 700 / 800, 0, 1], abs=0.01)
    assert found.value["quality"] >= 50
    assert apart(found.arrays["trimmed_dihedral"][0], fingerprint(scene(2)).hashes[0]) <= 8


@pytest.mark.parametrize("cut", [0.02, 0.05, 0.08, 0.1])
def test_a_copy_cropped_on_all_sides_is_found_from_both_ends(cut):
    """A query is searched with all its sizes; of the bank's, the whole and the smallest are kept."""
    for seed in range(4):
        plane = scene(seed)
        down, across = round(600 * cut / 2), round(800 * cut / 2)
        copy = as_jpeg(plane[down : 600 - down, across : 800 - across], 70)
        sizes = [np.stack([f.arrays["dihedral"][0], *f.arrays["cropped"]]) for f in map(hash_picture, (plane, copy))]
        for mine, theirs in (sizes, sizes[::-1]):
            assert min(apart(one, other) for one in mine for other in theirs[[0, 2]]) <= 31


def test_the_extractor_is_unsuited_without_a_picture():
    with pytest.raises(Unsuited, match="needs a picture"):
        Pdq().extract(subject(None))


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (4, 4), (4, 5000)])
def test_a_picture_too_small_has_no_hash(shape):
    assert fingerprint(np.full(shape, 7, np.uint8)) is None
    with pytest.raises(Unsuited, match="pixels"):
        hash_picture(np.full(shape, 7, np.uint8))


@pytest.mark.parametrize("shape", [(5, 5), (64, 64), (700, 900), (6000, 9000)])
@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_blank_picture_has_no_hash(shape, grey):
    with pytest.raises(Unsuited, match="blank"):
        hash_picture(np.full(shape, grey, np.uint8))


def test_a_small_picture_on_a_large_blank_page_is_known_by_what_is_on_it():
    page = np.full((2400, 2600), 250, np.uint8)
    page[900:1500, 800:1600] = scene(4)
    found = hash_picture(page)
    assert found.value["trimmed_quality"] >= 50
    assert apart(found.arrays["trimmed_dihedral"][0], fingerprint(scene(4)).hashes[0]) <= 8


@pytest.mark.parametrize("wrong", [np.zeros((9, 9, 3), np.uint8), np.zeros((9, 9), np.float32), np.zeros(9, np.uint8)])
def test_anything_but_a_grey_picture_is_an_error(wrong):
    with pytest.raises(ValueError, match="grey picture"):
        fingerprint(wrong)


def test_views_and_read_only_pictures_are_hashed_alike():
    plane = scene(6)
    wide = np.zeros((600, 832), np.uint8)
    wide[:, :800] = plane
    frozen = plane.copy()
    frozen.setflags(write=False)
    for same in (wide[:, :800], frozen, np.asfortranarray(plane)):
        assert np.array_equal(fingerprint(same).hashes, fingerprint(plane).hashes)
        assert without_borders(same) is None
