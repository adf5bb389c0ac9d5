import cv2
import numpy as np
import pytest

from sightline.features.kinds.keypoints import Keypoints, look, root_sift
from sightline.features.model import Takes, Unsuited
from sightline.media.model import Picture, Region
from tests.features.subjects import subject


def textured(height=300, width=400, seed=1):
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (height // 10, width // 10), dtype=np.uint8)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def picture(grey):
    return Picture(luma=grey, rgb=np.repeat(grey[:, :, None], 3, axis=2))


def test_shapes_units_and_order():
    found = Keypoints().extract(subject(picture(textured())))
    arrays = found.arrays
    count = found.value["count"]
    assert Keypoints.takes is Takes.PICTURE
    assert 100 < count <= 1_500
    assert arrays["positions"].shape == (count, 2)
    assert arrays["positions"].dtype == np.float32
    assert arrays["positions"].min() >= 0
    assert arrays["positions"].max() <= 1
    assert arrays["descriptors"].shape == (count, 128)
    assert arrays["descriptors"].dtype == np.uint8
    lengths = np.linalg.norm(arrays["descriptors"].astype(float), axis=1)
    assert np.all(np.abs(lengths - 512) < 30)


def test_the_same_picture_gives_the_same_arrays():
    first, second = look(picture(textured())), look(picture(textured()))
    assert all(np.array_equal(first.arrays[k], second.arrays[k]) for k in first.arrays)


def test_positions_do_not_depend_on_the_size_of_the_file():
    small = textured(300, 400)
    large = cv2.resize(small, (1600, 1200), interpolation=cv2.INTER_CUBIC)
    a, b = look(picture(small)), look(picture(large))
    strongest = a.arrays["positions"][:50]
    gap = np.linalg.norm(strongest[:, None] - b.arrays["positions"][None], axis=2).min(axis=1)
    assert np.median(gap) < 0.005


def test_nothing_is_found_inside_a_mask():
    mask = Region(x=0.2, y=0.1, width=0.4, height=0.5)
    triangle = Region(x=0.7, y=0.7, width=0.3, height=0.3, outline=((0.7, 1.0), (1.0, 1.0), (1.0, 0.7)))
    found = look(picture(textured()), masked=(mask, triangle))
    x, y = found.arrays["positions"].T
    slack = 0.01
    assert not np.any((x > 0.2 + slack) & (x < 0.6 - slack) & (y > 0.1 + slack) & (y < 0.6 - slack))
    assert not np.any((x < 1) & (y < 1) & (x + y > 1.7 + slack) & (x > 0.7 + slack) & (y > 0.7 + slack))
    assert np.any((x > 0.7) & (y > 0.7))


def test_a_rectangle_is_looked_at_alone_and_keeps_whole_picture_positions():
    box = Region(x=0.5, y=0.25, width=0.3, height=0.5)
    found = look(picture(textured()), inside=box)
    x, y = found.arrays["positions"].T
    assert x.min() >= 0.5
    assert x.max() <= 0.8
    assert y.min() >= 0.25
    assert y.max() <= 0.75


@pytest.mark.parametrize(
    "grey",
    [
        np.zeros((1, 1), np.uint8),
        np.zeros((1, 5000), np.uint8),
        np.full((400, 400), 200, np.uint8),
        np.repeat(np.linspace(0, 255, 400).astype(np.uint8)[None], 300, axis=0),
    ],
    ids=["one pixel", "one line", "one colour", "gradient"],
)
def test_plain_pictures_are_unsuited(grey):
    with pytest.raises(Unsuited):
        look(picture(grey))


def test_no_picture_is_unsuited():
    with pytest.raises(Unsuited):
        Keypoints().extract(subject(None))


def test_root_sift_of_nothing_is_nothing():
    assert not root_sift(np.zeros((2, 128), np.float32)).any()
