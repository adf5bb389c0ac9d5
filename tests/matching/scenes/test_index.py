import numpy as np
import pytest

from sightline.kernel.errors import Conflict, IntegrityError
from sightline.matching.model import Strength
from sightline.matching.scenes import index as module
from sightline.matching.scenes.codebook import Codebook, shipped
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.view import mirrored
from sightline.media.model import Region


@pytest.fixture(scope="module")
def rooms(room, view):
    return {number: view(room(100 + number)) for number in range(12)}


@pytest.fixture
def filled(tmp_path, rooms):
    with SceneIndex.open(tmp_path / "scenes") as index:
        for number, seen in rooms.items():
            index.add(number, seen, source_id=number // 3, seconds=1.5 if number == 4 else None)
    return SceneIndex.open(tmp_path / "scenes")


def test_another_view_finds_its_room_first(filled, room, view, moved):
    found = filled.search(view(moved(room(104))))
    assert found[0].media_id == 4
    assert found[0].seconds == 1.5
    assert found[0].source_id == 1
    assert not found[0].mirrored
    assert found[0].score > 2 * found[1].score


def test_a_mirrored_query_finds_its_room_and_says_so(filled, rooms):
    found = filled.search(mirrored(rooms[7]))
    assert (found[0].media_id, found[0].mirrored) == (7, True)
    without = filled.search(mirrored(rooms[7]), mirror=False)
    assert not without or without[0].score < found[0].score


def test_an_object_in_a_rectangle_finds_its_room(filled, room, view, moved):
    query = view(moved(room(103), turn=3, zoom=1.0))
    box = Region(x=0.3, y=0.3, width=0.45, height=0.45)
    person = Region(x=0.3, y=0.3, width=0.1, height=0.1)
    assert filled.search(query, inside=box, masked=[person])[0].media_id == 3


def test_adding_needs_no_flush_and_no_rebuilding(filled, room, view):
    new = view(room(900))
    filled.add(77, new, source_id=9)
    assert filled.search(new)[0].media_id == 77
    assert len(filled) == 13
    filled.flush()
    assert SceneIndex.open(filled.folder).search(new)[0].media_id == 77


def test_segments_are_put_together_without_losing_anything(tmp_path, rooms, monkeypatch):
    monkeypatch.setattr(module, "BUFFERED", 1)
    monkeypatch.setattr(module, "MOST_SEGMENTS", 3)
    with SceneIndex.open(tmp_path) as many:
        for number, seen in rooms.items():
            many.add(number, seen, source_id=0)
            if number == 5:
                many.remove([2])
    again = SceneIndex.open(tmp_path)
    assert sum(path.is_dir() for path in tmp_path.iterdir()) <= 3
    for number, seen in rooms.items():
        assert (again.search(seen)[0].media_id == number) is (number != 2)


def test_removed_and_excluded_media_are_not_found(filled, rooms):
    filled.remove([4])
    assert 4 not in {c.media_id for c in filled.search(rooms[4])}
    assert 4 not in {c.media_id for c in SceneIndex.open(filled.folder).search(rooms[4])}
    assert 5 not in {c.media_id for c in filled.search(rooms[5], without={5})}


def test_an_empty_index_finds_nothing(tmp_path, rooms):
    assert SceneIndex.open(tmp_path).search(rooms[0]) == ()


def test_another_codebook_is_refused(filled):
    other = Codebook(halves=shipped().halves[:, ::-1], sha256="0" * 64)
    with pytest.raises(Conflict, match="another codebook"):
        SceneIndex.open(filled.folder, codebook=other)


def test_damaged_files_are_named(filled):
    (filled.folder / "000001" / "pictures.npy").write_bytes(b"nonsense")
    with pytest.raises(IntegrityError, match="segment"):
        SceneIndex.open(filled.folder)
    (filled.folder / "index.json").write_text("{")
    with pytest.raises(IntegrityError, match=r"index\.json"):
        SceneIndex.open(filled.folder)


def test_verify_leaves_out_what_the_stop_list_stops(tmp_path, room, view):
    logo = room(5, width=90, height=60, things=60)
    rooms = []
    for number in range(6):
        grey = room(300 + number)
        grey[-70:-10, -100:-10] = logo
        rooms.append(view(grey))
    index = SceneIndex.open(tmp_path)
    index.learn_overlays([(seen, number) for number, seen in enumerate(rooms)])
    kept = index.without_overlays(rooms[0])
    on_logo = [np.count_nonzero(np.all(one.positions > (0.86, 0.87), axis=1)) for one in (rooms[0], kept)]
    assert on_logo[1] < 0.4 * on_logo[0]
    assert len(kept) > 0.7 * len(rooms[0])
    assert index.verify(rooms[0], rooms[1]).strength is Strength.SIMILAR_LOOK
    assert len(SceneIndex.open(tmp_path).stop.cells) == len(index.stop.cells) > 0
