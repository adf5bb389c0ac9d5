import cv2
import numpy as np
import pytest

from sightline.features.kinds.people import People, available, propose
from sightline.features.model import Unsuited
from sightline.media.model import Picture
from tests.features.subjects import subject

needs_detector = pytest.mark.skipif(not available(), reason="this OpenCV build has no people detector")


def dummy(*, height=360, shade=40):
    """Return a room-grey picture with a clothes dummy drawn in ellipses."""
    grey = np.full((480, 640), 190, np.uint8)
    unit, x, y = height / 8, 320, 60
    for dx, dy, a, b in ((0, 0.6, 0.42, 0.58), (0, 2.5, 0.85, 1.45), (-1, 2.7, 0.25, 1.35), (1, 2.7, 0.25, 1.35)):
        cv2.ellipse(
            grey, (int(x + dx * unit), int(y + dy * unit)), (int(a * unit), int(b * unit)), 0, 0, 360, shade, -1
        )
    for dx in (-0.42, 0.42):
        cv2.ellipse(
            grey, (int(x + dx * unit), int(y + 5.6 * unit)), (int(0.38 * unit), int(2.2 * unit)), 0, 0, 360, shade, -1
        )
    return grey


def picture(grey):
    return Picture(luma=np.ascontiguousarray(grey), rgb=np.repeat(grey[:, :, None], 3, axis=2))


@needs_detector
@pytest.mark.parametrize("turns", [0, 1, 3])
def test_a_drawn_figure_is_proposed_standing_and_lying(turns):
    found = propose(picture(np.rot90(dummy(), turns)))
    assert found
    region = found[0].region
    assert region.x < 0.5 < region.x + region.width
    assert region.y < 0.5 < region.y + region.height
    assert (region.height * (640 if turns else 480) > region.width * (480 if turns else 640)) is (turns == 0)


@needs_detector
def test_an_empty_wall_holds_nobody_and_the_value_says_no_person_has_looked():
    value = People().extract(subject(picture(np.full((480, 640), 190, np.uint8)))).value
    assert value["regions"] == []
    assert value["corrected"] is False
    assert "HOG" in value["detector"]


def test_without_detector_or_picture_the_outcome_is_named():
    with pytest.raises(Unsuited):
        People().extract(subject(None))
    with pytest.raises(Unsuited, match=r"too small|no people detector"):
        propose(picture(np.zeros((1, 1), np.uint8)))
