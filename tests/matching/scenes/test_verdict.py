import json

import numpy as np
import pytest

from sightline.matching.model import LinkKind, Strength
from sightline.matching.scenes.geometry import fit
from sightline.matching.scenes.verdict import THRESHOLDS, compare, proposal, verify
from sightline.matching.scenes.view import View, chosen


def test_another_view_of_one_room_is_verified_and_points_correspond(room, view, moved):
    grey = room(1)
    found = verify(view(grey), view(moved(grey, turn=0, zoom=1, shift=(32, 0))))
    assert found.strength is Strength.VERIFIED
    assert not found.mirrored
    assert found.plane >= 50
    assert found.log10_nfa[0] < -20
    shift = found.points[:, 2] - found.points[:, 0]
    assert shift[found.points[:, 0] < 0.2] == pytest.approx(32 / 640, abs=0.02)


def test_turned_and_in_perspective_is_verified(room, view, moved):
    grey = room(2)
    assert verify(view(grey), view(moved(grey, turn=25, zoom=0.8))).strength is Strength.VERIFIED


@pytest.mark.parametrize("seed", range(4))
def test_two_rooms_are_not_linked(seed, room, view):
    found = verify(view(room(10 + seed)), view(room(50 + seed)))
    assert found.strength is Strength.SIMILAR_LOOK


def test_a_mirrored_copy_is_verified_as_mirrored_with_places_in_the_original(room, view):
    grey = room(4)
    found = verify(view(grey), view(grey[:, ::-1]))
    assert found.strength is Strength.VERIFIED
    assert found.mirrored
    assert np.median(np.abs(found.points[:, 0] + found.points[:, 2] - 1.0)) < 0.01


def test_the_same_views_always_give_the_same_evidence(room, view, moved):
    left, right = view(room(1)), view(moved(room(1)))
    assert verify(left, right).evidence() == verify(left, right).evidence()


def test_evidence_is_json_with_sixty_points_at_most(room, view, moved):
    grey = room(1)
    evidence = json.loads(json.dumps(verify(view(grey), view(moved(grey))).evidence()))
    assert len(evidence["points"]) == 60
    assert evidence["thresholds"]["verified_homography"] == THRESHOLDS.verified_plane
    assert evidence["seed"] == 7
    assert {"matcher", "opencv"} <= evidence["versions"].keys()


def test_a_proposal_puts_ids_and_sides_in_order(room, view, moved):
    grey = room(1)
    found = compare(view(grey), view(moved(grey)))
    straight, turned = proposal(found, 3, 8), proposal(found, 8, 3, kind=LinkKind.SAME_OBJECT)
    assert (straight.left, straight.right) == (turned.left, turned.right) == (3, 8)
    assert turned.kind is LinkKind.SAME_OBJECT
    assert straight.evidence["left_box"] == turned.evidence["right_box"]
    assert straight.evidence["points"][0] == turned.evidence["points"][0][2:] + turned.evidence["points"][0][:2]


def test_inliers_on_one_line_or_in_one_blob_prove_nothing(room, view):
    full = view(room(1))
    line = chosen(full, np.abs(full.positions[:, 1] - 0.5) < 0.002)
    assert fit(line, line).plane.distinct == 0
    corner = chosen(full, np.all(np.abs(full.positions - full.positions[0]) < 0.004, axis=1))
    assert verify(corner, corner).strength is Strength.SIMILAR_LOOK


def test_empty_views_compare(room, view):
    full = view(room(1))
    empty = chosen(full, np.zeros(len(full), dtype=bool))
    for pair in ((empty, full), (full, empty), (empty, empty)):
        found = verify(*pair)
        assert found.strength is Strength.SIMILAR_LOOK
        assert found.left_box is None


def test_what_covers_much_of_a_picture_is_a_scene_and_a_small_thing_in_two_rooms_an_object(room, view, moved):
    assert verify(view(room(1)), view(moved(room(1)))).kind is LinkKind.SAME_SCENE
    thing = room(6, width=140, height=110, things=80)
    left, right = room(25), room(26)
    left[180:290, 220:360] = thing
    right[230:340, 300:440] = moved(thing, turn=20, zoom=0.95, shift=(0, 0))
    found = verify(view(left), view(right))
    assert found.strength is Strength.VERIFIED
    assert max(found.shares) < 0.1
    assert found.kind is proposal(found, 1, 2).kind is LinkKind.SAME_OBJECT
    enlarged = np.kron(thing, np.ones((4, 4), np.uint8))
    filled = verify(view(left), view(enlarged))
    assert filled.kind is LinkKind.SAME_OBJECT


def test_letters_that_slide_along_their_lines_are_no_shared_thing():
    # Eight lines of four letters; a letter has two keypoints, and is elsewhere on its line in the other picture.
    chance = np.random.default_rng(8)
    letters = np.array([(0.2 + 0.2 * n, 0.1 + 0.11 * line) for line in range(8) for n in range(4)])
    slid = letters.copy()
    slid[:, 0] = chance.uniform(0.05, 0.95, len(letters))
    sides = [np.vstack([one, one + np.array([0.0, 0.025])]).astype(np.float32) for one in (letters, slid)]
    left, right = (_letters(places) for places in sides)
    every = np.stack([np.arange(len(left))] * 2, axis=1).astype(np.int32)
    found = fit(left, right, every)
    assert found.epipolar.inliers.sum() >= 20
    assert found.epipolar.distinct < THRESHOLDS.verified_epipolar
    assert fit(left, left, every).plane.distinct >= 60


def _letters(places: np.ndarray) -> View:
    count = len(places)
    return View(
        positions=places,
        scale=np.full(count, 0.01, np.float32),
        angle=np.zeros(count, np.float32),
        descriptors=np.zeros((count, 128), np.uint8),
        width=800,
        height=600,
    )
