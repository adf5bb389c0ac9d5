import cv2
import numpy as np

from sightline.matching.model import LinkKind, Strength
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.texture import compare_textures, motifs, texture_proposal
from sightline.matching.scenes.verdict import verify
from sightline.matching.scenes.view import chosen


def papered(room, seed, pattern, *, period=48, shift=0):
    """Return a room whose upper half is covered with a repeated pattern."""
    grey = room(seed, things=120)
    motif = cv2.resize(room(pattern, width=96, height=96, things=25), (period, period), interpolation=cv2.INTER_AREA)
    wall = np.tile(motif, (8, 20))[shift : shift + 250, shift : shift + 640]
    grey[: wall.shape[0]] = wall[:, : grey.shape[1]]
    return grey


def test_the_same_wallpaper_in_two_rooms_is_possible_and_says_where(room, view):
    left, right = (motifs(view(papered(room, seed, 1, shift=7 * seed))) for seed in (1, 2))
    found = compare_textures(left, right)
    assert found.strength is Strength.POSSIBLE
    assert not found.mirrored
    assert found.left_region.y + found.left_region.height / 2 < 0.5
    link = texture_proposal(found, 9, 4)
    assert (link.kind, link.strength, link.left) == (LinkKind.SAME_TEXTURE, Strength.POSSIBLE, 4)
    assert link.evidence["left_box"] == found.evidence()["right_box"]


def test_another_pattern_or_no_pattern_is_not_linked(room, view):
    papers = [motifs(view(papered(room, 10 + pattern, pattern))) for pattern in range(2, 6)]
    plain = motifs(view(room(20)))
    for number, paper in enumerate(papers):
        for other in (*papers[number + 1 :], plain):
            assert texture_proposal(compare_textures(paper, other), 1, 2) is None


def test_geometry_alone_never_calls_wallpaper_a_scene(room, view):
    left, right = (view(papered(room, seed, 1, shift=11 * seed)) for seed in (1, 2))
    assert verify(left, right).strength is not Strength.VERIFIED


def test_textures_have_their_own_search(tmp_path, room, view):
    index = SceneIndex.open(tmp_path)
    for pattern in range(6):
        index.add(pattern, motifs(view(papered(room, 30 + pattern, pattern))), source_id=pattern)
    query = motifs(view(papered(room, 50, 3, period=44)))
    assert index.search(query)[0].media_id == 3


def test_nothing_repeats_in_nothing(room, view):
    full = view(room(1))
    empty = chosen(full, np.zeros(len(full), dtype=bool))
    assert len(motifs(empty)) == 0
    assert compare_textures(motifs(empty), motifs(full)).strength is Strength.SIMILAR_LOOK
