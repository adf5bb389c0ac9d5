"""What matching makes of some stills of the world: rooms hold together, different rooms do not, and films have objects."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from sightline.demo.truth import WORLD, World, load_truth
from sightline.features.kinds.keypoints import look
from sightline.matching.model import LinkKind, Strength
from sightline.matching.scenes.verdict import Comparison, verify
from sightline.matching.scenes.view import View, view_of
from sightline.media.model import Picture

PLACES = ("gr_desk", "il_kitchen", "kr_shop", "th_market", "us_motel", "es_bedroom", "pt_kitchen")


@pytest.fixture(scope="module")
def world() -> World:
    return load_truth()


@pytest.fixture(scope="module")
def compared(world: World) -> dict[tuple[str, str], Comparison]:
    shots = {}
    for file in world.files:
        if file.kind == "image" and file.place in PLACES and not file.edits:
            shots.setdefault(file.shot, file.path)
    views = {path: _view(path) for path in sorted(shots.values())}
    return {pair: verify(views[pair[0]], views[pair[1]]) for pair in combinations(views, 2)}


def _view(path: str) -> View:
    grey = cv2.imread(str(WORLD / path), cv2.IMREAD_GRAYSCALE)
    found = look(Picture(luma=grey, rgb=np.repeat(grey[:, :, None], 3, axis=2)))
    return view_of(found.value, found.arrays)


def test_views_that_share_much_of_a_room_are_verified(
    world: World, compared: dict[tuple[str, str], Comparison]
) -> None:
    shared = [compared[pair].strength is Strength.VERIFIED for pair in compared if world.shared(*pair) >= 0.3]
    assert len(shared) >= 7
    assert sum(shared) >= 0.9 * len(shared)


def test_different_places_are_seldom_linked_and_never_as_one_scene(
    world: World, compared: dict[tuple[str, str], Comparison]
) -> None:
    place = {file.path: file.place for file in world.files}
    other = [found for (left, right), found in compared.items() if place[left] != place[right]]
    false = [found for found in other if found.strength is Strength.VERIFIED]
    assert len(other) >= 120
    assert len(false) <= 4
    assert all(found.kind is LinkKind.SAME_OBJECT for found in false)


def test_a_film_names_the_things_it_shows(world: World) -> None:
    named = {thing.object for file in world.files if file.kind == "video" for thing in file.objects}
    assert named >= {"print-lake", "bedspread-harlequin"}
