"""Masks: what is inside is left out of matching, and only who sees a media may mask it."""

import numpy as np
import pytest

from sightline.features import store as feature_store
from sightline.features.arrays import pack
from sightline.features.extract import Outcome, Result
from sightline.features.kinds.keypoints import Keypoints
from sightline.kernel.errors import NotFound
from sightline.matching.views import Views
from sightline.media.model import Region
from sightline.operations import store as operation_store
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import MaskState, Proposed, hidden, unmatched
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of


@pytest.fixture
def media_id(workspace: Workspace, tmp_path) -> int:
    (tmp_path / "a").write_bytes(b"a")
    with workspace.acting() as acting:
        contribution = operation_store.contribute(acting, contribution_of(operation_store.the_only(acting).id))
        stored = workspace.blobs.put_file(tmp_path / "a")
        number = media_store.receive(acting, contribution.id, "BE", stored, b"a").media_id
    arrays = {
        "positions": np.array([[0.1, 0.1], [0.9, 0.9]], np.float32),
        "scale": np.full(2, 0.01, np.float32),
        "angle": np.zeros(2, np.float32),
        "descriptors": np.ones((2, 128), np.uint8),
    }
    blob = workspace.blobs.put(pack(arrays))
    result = Result(
        extractor=Keypoints.name, version=Keypoints.version, seconds=None, outcome=Outcome.FOUND, note=None,
        value={"width": 800, "height": 600},
    )  # fmt: skip
    with workspace.machine("be.first", "test") as acting:
        feature_store.save(acting, number, [(result, blob)])
    return number


def test_what_is_masked_is_not_matched(workspace: Workspace, media_id: int) -> None:
    with workspace.acting() as acting:
        assert len(Views(acting, workspace.blobs).get(media_id, None) or ()) == 2
        number = mask_store.draw(acting, media_id, Region(x=0.5, y=0.5, width=0.5, height=0.5))
        view = Views(acting, workspace.blobs).get(media_id, None)
        assert view is not None
        assert np.allclose(view.positions, [[0.1, 0.1]])
        mask_store.reject(acting, number)
        assert mask_store.standing(acting, [media_id]) == {}
        with pytest.raises(NotFound, match="no mask"):
            mask_store.reject(acting, number + 1000)


def test_a_media_that_is_not_there_cannot_be_masked(workspace: Workspace) -> None:
    with workspace.acting("fr.first") as acting, pytest.raises(NotFound):
        mask_store.draw(acting, 999, Region(x=0.0, y=0.0, width=1.0, height=1.0))


WALL = Region(x=0.5, y=0.5, width=0.5, height=0.5)


def test_proposals_hide_from_crops_at_once_and_from_matching_when_likely(workspace: Workspace, media_id: int) -> None:
    doubtful, likely = Proposed(region=WALL, score=0.6), Proposed(region=WALL, score=1.2)
    for proposed, left in ((doubtful, 2), (likely, 1)):
        with workspace.machine("be.first", "test") as acting:
            assert mask_store.propose(acting, media_id, f"people/{proposed.score}", [proposed]) == 1
            assert mask_store.propose(acting, media_id, f"people/{proposed.score}", [proposed]) == 0
        with workspace.acting() as acting:
            masks = mask_store.standing(acting, [media_id])[media_id]
            assert hidden(masks, None)
            assert len(Views(acting, workspace.blobs).get(media_id, None) or ()) == left


def test_what_a_person_decided_is_not_proposed_again(workspace: Workspace, media_id: int) -> None:
    with workspace.machine("be.first", "test") as acting:
        mask_store.propose(acting, media_id, "people/2", [Proposed(region=WALL, score=1.2)])
    with workspace.acting() as acting:
        (mask,) = mask_store.of_operation(acting, operation_store.the_only(acting).id, MaskState.PROPOSED)
        assert mask_store.reject(acting, mask.id).state is MaskState.REJECTED
    nearby = Proposed(region=Region(x=0.52, y=0.5, width=0.48, height=0.5), score=2.0)
    with workspace.machine("be.first", "test") as acting:
        assert mask_store.propose(acting, media_id, "people/3", [nearby]) == 0
        assert mask_store.standing(acting, [media_id]) == {}
    with workspace.acting() as acting:
        again = mask_store.confirm(acting, mask.id, nearby.region)
        assert (again.state, again.region.x, again.decided_by) == (MaskState.CONFIRMED, 0.52, acting.author)


def test_a_mask_of_a_video_holds_for_its_time_only(workspace: Workspace, media_id: int) -> None:
    with workspace.machine("be.first", "test") as acting:
        one = Proposed(region=WALL, score=1.2, begins=10.0, ends=20.0)
        mask_store.propose(acting, media_id, "people/2", [one])
        masks = mask_store.standing(acting, [media_id])[media_id]
    assert [len(unmatched(masks, seconds)) for seconds in (5.0, 10.0, 15.0, 25.0)] == [0, 1, 1, 0]
