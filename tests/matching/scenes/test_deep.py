import cv2
import numpy as np
import pytest

from sightline.features.model import Unsuited
from sightline.matching.model import Strength
from sightline.matching.scenes.deep import Depth, deep_compare, simulated
from sightline.matching.scenes.pairing import pairs

SHALLOW = Depth(tilts=(1.0, 2.0), long_side=400, keypoints=500)


def from_the_side(grey, squeeze):
    """Return a flat scene as seen from far to the side: squeezed across, in a larger frame."""
    height, width = grey.shape
    side = cv2.resize(cv2.GaussianBlur(grey, (0, 0), 1.5, sigmaY=0.1), (int(width * squeeze), height))
    out = np.full((height, width), 128, np.uint8)
    out[:, width // 4 : width // 4 + side.shape[1]] = side
    return out


def test_a_view_from_far_to_the_side_is_verified(room, picture):
    grey = room(41, width=400, height=300)
    found = deep_compare(picture(grey), picture(from_the_side(grey, 0.4)), depth=SHALLOW)
    assert found.strength is Strength.VERIFIED
    assert found.evidence()["method"] == "deep"
    back = (found.points[:, 2] - 0.25) / 0.4
    assert np.median(np.abs(back - found.points[:, 0])) < 0.02


def test_two_rooms_stay_unlinked(room, picture):
    left, right = (picture(room(seed, width=400, height=300)) for seed in (42, 43))
    assert deep_compare(left, right, depth=SHALLOW).strength is not Strength.VERIFIED


def test_simulated_keypoints_lie_where_the_plain_ones_do(room, picture):
    views = simulated(picture(room(44, width=400, height=300)), SHALLOW)
    assert len(views) == 6
    for view in views[1:]:
        alike = pairs(views[0], view)
        gap = view.pixels[alike[:, 1]] - views[0].pixels[alike[:, 0]]
        near = gap[np.hypot(*gap.T) < 40]
        assert len(near) > 0.6 * len(gap) > 30
        assert np.abs(np.median(near, axis=0)).max() < 1


def test_a_plain_picture_is_unsuited(picture):
    with pytest.raises(Unsuited):
        deep_compare(
            picture(np.full((200, 200), 90, np.uint8)), picture(np.full((200, 200), 90, np.uint8)), depth=SHALLOW
        )
