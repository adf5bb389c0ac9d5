import numpy as np
import pytest

from sightline.features.kinds.people import People, available, propose
from sightline.features.model import Unsuited
from sightline.media.model import Picture
from tests.features.figures import dummy, wall
from tests.features.subjects import subject


def picture(grey):
    return Picture(luma=np.ascontiguousarray(grey), rgb=np.repeat(grey[:, :, None], 3, axis=2))


def test_the_opencv_of_this_project_has_the_detector():
    assert available()


@pytest.mark.parametrize("turns", [0, 1, 3])
@pytest.mark.parametrize("height", [200, 300, 440])
def test_a_drawn_figure_is_proposed_standing_and_lying_small_and_filling_the_picture(turns, height):
    found = propose(picture(np.rot90(dummy(height=height), turns)))
    assert found
    region = found[0].region
    assert region.x < 0.5 < region.x + region.width
    assert region.y < 0.5 < region.y + region.height
    assert (region.height * (640 if turns else 480) > region.width * (480 if turns else 640)) is (turns == 0)
    # It covers the figure from end to end but for a tenth.
    long = region.height if turns == 0 else region.width
    assert long > 0.9 * height / 480
    assert region.x >= 0
    assert region.y >= 0
    assert region.x + region.width <= 1
    assert region.y + region.height <= 1


def test_a_chair_and_a_doorway_are_nobody():
    grey = wall()
    grey[60:420, 200:330] = 90  # a doorway
    grey[300:320, 420:520] = grey[200:300, 500:520] = grey[320:420, 425:440] = grey[320:420, 505:520] = 60  # a chair
    assert propose(picture(grey)) == ()


def test_an_empty_wall_holds_nobody_and_the_value_says_no_person_has_looked():
    value = People().extract(subject(picture(wall()))).value
    assert value["regions"] == []
    assert value["corrected"] is False
    assert "HOG" in value["detector"]


def test_without_picture_or_with_one_too_small_the_outcome_is_named():
    with pytest.raises(Unsuited):
        People().extract(subject(None))
    with pytest.raises(Unsuited, match="too small"):
        propose(picture(np.zeros((1, 1), np.uint8)))
