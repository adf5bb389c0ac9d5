import cv2
import numpy as np
import pytest

from sightline.kernel.errors import UsageError
from sightline.matching.scenes.view import cut, mirrored, view_of
from sightline.media.model import Region


def test_mirrored_descriptors_are_those_of_the_mirrored_picture(view):
    noise = np.random.default_rng(3).integers(0, 255, (30, 40), dtype=np.uint8)
    grey = cv2.resize(noise, (640, 480), interpolation=cv2.INTER_CUBIC)
    computed, looked = mirrored(view(grey)), view(grey[:, ::-1])
    gap = np.linalg.norm(computed.positions[:, None] - looked.positions[None], axis=2)
    turn = np.abs((computed.angle[:, None] - looked.angle[None] + 180) % 360 - 180)
    a, b = np.nonzero((gap < 0.001) & (turn < 2))
    assert len(a) > 0.75 * len(looked)
    difference = np.abs(computed.descriptors[a].astype(int) - looked.descriptors[b])
    assert difference.mean() < 2


def test_mirroring_twice_changes_nothing(room, view):
    original = view(room(3))
    twice = mirrored(mirrored(original))
    assert np.array_equal(twice.descriptors, original.descriptors)
    assert np.allclose(twice.positions, original.positions)


def test_cut_keeps_the_object_and_drops_the_masked(room, view):
    original = view(room(3))
    inside = cut(original, inside=Region(x=0.0, y=0.0, width=0.5, height=1.0))
    rest = cut(original, masked=[Region(x=0.0, y=0.0, width=0.5, height=1.0)])
    assert len(inside) + len(rest) == len(original)
    assert inside.positions[:, 0].max() <= 0.5
    outline = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    triangle = cut(original, inside=Region(x=0, y=0, width=1, height=1, outline=outline))
    assert np.all(triangle.positions.sum(axis=1) <= 1.0001)
    assert len(triangle) > 10


def test_arrays_that_are_not_keypoints_are_named():
    arrays = {"positions": np.zeros((3, 2), np.float32), "scale": np.zeros(2, np.float32)}
    arrays |= {"angle": np.zeros(3, np.float32), "descriptors": np.zeros((3, 128), np.uint8)}
    with pytest.raises(UsageError, match="not the keypoints"):
        view_of({"width": 10, "height": 10}, arrays)
    with pytest.raises(UsageError, match="width and height"):
        view_of({}, arrays)
