"""Indexes follow the database: lost or old ones mend themselves, changed media are indexed again, owners are kept."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
import pytest

from sightline.agencies.access import Acting
from sightline.features import store as feature_store
from sightline.features.arrays import pack
from sightline.features.extract import Outcome, Result
from sightline.features.kinds.keypoints import Keypoints, look
from sightline.features.kinds.pdq import Pdq, hash_picture
from sightline.matching import copies, run, store
from sightline.matching.indexes import MADE_BY, opened
from sightline.matching.model import LinkKind, Strength, Verdict
from sightline.matching.scenes import verdict
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.segments import state
from sightline.media.model import Examination, MediaKind, Region
from sightline.operations import store as operation_store
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

Enter = Callable[[], AbstractContextManager[Acting]]


class Bench:
    """A workspace to which drawn pictures are entered as if they had been decoded."""

    def __init__(self, workspace: Workspace, picture) -> None:
        self.workspace, self.picture = workspace, picture

    def enter(self) -> AbstractContextManager[Acting]:
        return self.workspace.machine("be.first", "test")

    def match(self) -> int:
        return run.match(self.enter, self.workspace.blobs, self.workspace.indexes)

    def give(self, grey: np.ndarray, tmp_path, *, agency: str = "BE") -> int:
        path = tmp_path / "picture"
        path.write_bytes(grey.tobytes())
        name = f"{agency}-{grey[::40, ::40].sum()}".encode()
        officer = f"{agency.lower()}.first"
        with self.workspace.acting(officer) as acting:
            operation = operation_store.the_only(acting).id
            contribution = operation_store.contribute(acting, contribution_of(operation, agency=agency))
            stored = self.workspace.blobs.put_file(path)
            received = media_store.receive(acting, contribution.id, agency, stored, name)
        if received.new_content:
            self._examine(received.media_id, grey)
        return received.media_id

    def _examine(self, media_id: int, grey: np.ndarray) -> None:
        seen = Examination(
            kind=MediaKind.IMAGE, format="png", mime="image/png", width=grey.shape[1], height=grey.shape[0], duration=None,
            isolation="A", pictures=(),
        )  # fmt: skip
        kept = []
        for kind, found in ((Keypoints, look(self.picture(grey))), (Pdq, hash_picture(grey))):
            result = Result(
                extractor=kind.name, version=kind.version, seconds=None, outcome=Outcome.FOUND, note=None, value=found.value,
            )  # fmt: skip
            kept.append((result, self.workspace.blobs.put(pack(found.arrays))))
        with self.enter() as acting:
            media_store.examined(acting, media_id, seen)
            feature_store.save(acting, media_id, kept)

    def links(self) -> dict[tuple[int, int, LinkKind], Strength]:
        with self.workspace.acting() as acting:
            found = [link.proposal for link in store.list_links(acting)]
        return {(one.left, one.right, one.kind): one.strength for one in found}


@pytest.fixture
def bench(workspace: Workspace, picture) -> Bench:
    return Bench(workspace, picture)


@pytest.mark.parametrize("loss", ["all", "scenes", "damaged", "old"])
def test_an_index_that_is_lost_or_unsound_is_made_again(bench: Bench, room, moved, tmp_path, loss: str) -> None:
    first = bench.give(room(1), tmp_path)
    bench.give(room(2), tmp_path)
    bench.match()
    indexes = bench.workspace.indexes
    match loss:
        case "all":
            shutil.rmtree(indexes)
        case "scenes":
            shutil.rmtree(indexes / "scenes" / "000001")
        case "damaged":
            (indexes / "scenes" / "index.json").write_text("{")
            (indexes / "near" / "manifest.json").write_text("{")
        case _:
            (indexes / "scenes" / MADE_BY).write_text("scenes 0")
    view, copy = bench.give(moved(room(1)), tmp_path), bench.give(np.clip(room(1), 3, 250), tmp_path)
    bench.match()
    links = bench.links()
    assert links[first, view, LinkKind.SAME_SCENE] is Strength.VERIFIED
    assert links[first, copy, LinkKind.NEAR_COPY] is Strength.VERIFIED


def test_an_index_older_than_the_database_gets_what_it_lacks(bench: Bench, room, tmp_path) -> None:
    bench.give(room(1), tmp_path)
    bench.match()
    backup = tmp_path / "backup"
    shutil.copytree(bench.workspace.indexes, backup)
    later = bench.give(room(2), tmp_path)
    bench.match()
    shutil.rmtree(bench.workspace.indexes)
    shutil.copytree(backup, bench.workspace.indexes)
    bench.match()
    with opened(bench.workspace.indexes / "scenes", verdict.MATCHER, verdict.VERSION) as index:
        assert later in index.media()
    with bench.workspace.acting() as acting:
        assert copies.near(acting, bench.workspace.blobs, bench.workspace.indexes / "near", later) == []


def test_a_mask_is_matched_again_and_indexed_once(bench: Bench, room, moved, tmp_path) -> None:
    left, right = bench.give(room(1), tmp_path), bench.give(moved(room(1)), tmp_path)
    bench.match()
    assert bench.links()[left, right, LinkKind.SAME_SCENE] is Strength.VERIFIED
    with bench.workspace.acting() as acting:
        number = mask_store.draw(acting, left, Region(x=0.0, y=0.0, width=1.0, height=1.0))
    run.match_again(bench.enter, bench.workspace.blobs, bench.workspace.indexes, [left])
    assert bench.links()[left, right, LinkKind.SAME_SCENE] is Strength.SIMILAR_LOOK
    with bench.workspace.acting() as acting:
        mask_store.reject(acting, number)
    run.match_again(bench.enter, bench.workspace.blobs, bench.workspace.indexes, [left])
    assert bench.links()[left, right, LinkKind.SAME_SCENE] is Strength.VERIFIED
    folder = bench.workspace.indexes / "scenes"
    assert state(folder) is not None
    with SceneIndex.open(folder) as index:
        assert index.media().tolist() == [left, right]


def test_what_an_older_version_said_counts_for_nothing_until_found_again(bench: Bench, room, moved, tmp_path) -> None:
    left, right = bench.give(room(1), tmp_path), bench.give(moved(room(1)), tmp_path)
    other = bench.give(room(2), tmp_path)
    bench.match()
    with bench.enter() as acting:
        old = next(link.proposal for link in store.list_links(acting) if link.proposal.kind is LinkKind.SAME_SCENE)
        past = [replace(old, version="0", kind=LinkKind.SAME_OBJECT),
                replace(old, version="0", left=left, right=other)]  # fmt: skip
        assert store.propose(acting, past) == 2
    with bench.workspace.acting() as acting:
        decided = store.between(acting, left, other, LinkKind.SAME_SCENE)
        assert decided is not None
        store.decide(acting, decided.id, Verdict.CONFIRMED)
    run.match_again(bench.enter, bench.workspace.blobs, bench.workspace.indexes, [left, right, other])
    links = bench.links()
    assert links[left, right, LinkKind.SAME_SCENE] is Strength.VERIFIED
    assert links[left, right, LinkKind.SAME_OBJECT] is Strength.SIMILAR_LOOK
    assert links[left, other, LinkKind.SAME_SCENE] is Strength.VERIFIED


def test_near_copies_are_asked_for_by_agency_also_of_one_that_gave_the_content_later(
    bench: Bench, room, tmp_path
) -> None:
    mine = bench.give(room(1), tmp_path)
    theirs = bench.give(np.clip(room(1), 3, 250), tmp_path, agency="FR")
    bench.match()
    near = bench.workspace.indexes / "near"

    def asked(officer: str, *agencies: str) -> list[int]:
        with bench.workspace.acting(officer) as acting:
            return copies.near(acting, bench.workspace.blobs, near, mine, agencies or None)

    assert asked("be.first") == asked("be.first", "FR") == asked("be.first", "FR", "XX") == [theirs]
    assert asked("be.first", "BE") == asked("be.first", "XX") == []
    assert bench.give(np.clip(room(1), 3, 250), tmp_path, agency="BE") == theirs
    bench.match()
    assert asked("be.first", "BE") == [theirs]
