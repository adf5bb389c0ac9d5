import numpy as np
import pytest

from sightline.matching.model import Strength
from sightline.matching.scenes.codebook import looks, shipped
from sightline.matching.scenes.overlays import OVERLAY, moved_only
from sightline.matching.scenes.stoplist import cells, learn, stopped
from sightline.matching.scenes.takes import takes
from sightline.matching.scenes.verdict import RECTANGLE, verify
from sightline.matching.scenes.view import cut
from sightline.media.model import Region


def pasted(grey, logo, *, right=10, bottom=10):
    out = grey.copy()
    height, width = logo.shape
    out[out.shape[0] - bottom - height : out.shape[0] - bottom, out.shape[1] - right - width : out.shape[1] - right] = (
        logo
    )
    return out


@pytest.fixture
def logo(room):
    return room(5, width=90, height=60, things=60)


@pytest.mark.parametrize(("right", "bottom"), [(10, 10), (30, 25)])
def test_a_shared_logo_alone_is_never_verified(room, view, logo, right, bottom):
    left = view(pasted(room(21), logo))
    found = verify(left, view(pasted(room(22), logo, right=right, bottom=bottom)))
    assert found.plane >= found.thresholds.verified_plane
    assert found.strength is Strength.POSSIBLE
    assert found.flags == (OVERLAY,)
    assert found.evidence()["flags"] == [OVERLAY]


def test_who_draws_a_rectangle_around_a_mark_asks_for_the_mark(room, view, logo):
    left, right = view(pasted(room(21), logo)), view(pasted(room(22), logo))
    mark = cut(left, inside=Region(x=0.8, y=0.8, width=0.2, height=0.2))
    assert verify(mark, right).strength is Strength.POSSIBLE
    assert verify(mark, right, thresholds=RECTANGLE).strength is Strength.VERIFIED


def test_a_shared_logo_does_not_hide_a_shared_room(room, view, moved, logo):
    grey = room(23)
    found = verify(view(pasted(grey, logo)), view(pasted(moved(grey), logo)))
    assert found.strength is Strength.VERIFIED
    assert found.flags == ()


def test_a_near_copy_is_not_called_an_overlay(room, view):
    grey = room(24)
    assert verify(view(grey), view(grey[6:-6, 8:-8])).flags == ()


def test_a_small_object_seen_from_elsewhere_is_not_called_an_overlay(room, view, moved):
    thing = room(6, width=140, height=110, things=80)
    left, right = room(25), room(26)
    left[20:130, 20:160] = thing
    right[330:440, 400:540] = moved(thing, turn=20, zoom=0.95, shift=(0, 0))
    found = verify(view(left), view(right))
    assert found.strength is Strength.VERIFIED
    assert isinstance(found.left_box, Region)
    assert found.left_box.x < 0.1
    assert found.right_box.x > 0.55


def test_moved_only_finds_the_points_that_were_shifted_and_enlarged():
    rng = np.random.default_rng(2)
    left = rng.uniform(0, 100, (40, 2))
    right = left * 1.3 + (200, 50)
    right[30:] = rng.uniform(0, 800, (10, 2))
    exact = moved_only(left, right)
    assert exact[:30].all()
    assert exact[30:].sum() <= 1


def test_one_tripod_alone_stops_nothing_and_chance_stops_little(room, view):
    rng = np.random.default_rng(1)
    seen = [view(room(400 + number)) for number in range(8)]
    words = [rng.integers(0, 256, len(one)).astype(np.int32) for one in seen]
    same = [(seen[0], words[0], 1)] * 8
    assert len(learn(same).cells) == 0
    different = learn(((one, word, number) for number, (one, word) in enumerate(zip(seen, words, strict=True))))
    assert len(different.cells) == 0
    several = learn([(seen[0], words[0], number) for number in range(4)])
    assert stopped(several, seen[0], words[0]).all()
    assert stopped(several, seen[1], words[1]).mean() < 0.03


def marked(view, pictures, sources):
    """Learn from pictures with one look for every keypoint of the same descriptor: the codebook's own looks."""
    book = shipped()
    seen = [view(picture) for picture in pictures]
    words = [looks(book, one.descriptors) for one in seen]
    return learn(zip(seen, words, sources, strict=True)), seen, words


def test_a_logo_over_the_different_pictures_of_one_source_is_learnt(room, view, logo):
    rooms = [room(500 + number) for number in range(6)]
    stop, seen, words = marked(view, [pasted(one, logo) for one in rooms], [1] * 6)
    places = seen[0].positions * (640, 480)
    inside = (places[:, 0] > 545) & (places[:, 1] > 415) & (places[:, 0] < 625) & (places[:, 1] < 465)
    gone = stopped(stop, seen[0], words[0])
    assert inside.sum() > 15
    assert gone[inside].mean() > 0.6
    assert gone[~inside].mean() < 0.05


def test_a_tripod_that_saw_one_room_with_small_changes_is_no_overlay(room, view, logo):
    still = room(510)
    pictures = []
    for number in range(6):
        changed = still.copy()
        changed[150:330, 60 * number : 60 * number + 120] = room(520 + number)[150:330, :120]
        pictures.append(changed)
    stop, _, _ = marked(view, pictures, [1] * 6)
    assert len(stop.cells) == 0


def test_different_sources_are_never_one_take(room, view):
    book = shipped()
    one = view(room(530))
    marks = cells(one, looks(book, one.descriptors))
    assert takes([one.positions] * 3, [marks] * 3, [1, 1, 2]) == [0, 0, 2]
