from sightline.features.extract import Outcome, Result
from sightline.features.masking import proposals


def seen(seconds, *regions):
    return Result(
        extractor="people", version="2", seconds=seconds, outcome=Outcome.FOUND, note=None,
        value={"regions": [list(one) for one in regions]},
    )  # fmt: skip


BOX = (0.1, 0.2, 0.3, 0.4, 1.5)


def test_a_still_is_masked_as_it_is():
    (one,) = proposals([seen(None, BOX)], None)
    assert (one.region.x, one.region.height, one.score, one.begins, one.ends) == (0.1, 0.4, 1.5, None, None)


def test_in_a_video_a_mask_holds_from_the_frame_before_to_the_frame_after():
    found = proposals([seen(0.0, BOX), seen(10.0), seen(20.0, BOX), seen(30.0, BOX)], 35.0)
    assert [(one.begins, one.ends) for one in found] == [(0.0, 10.0), (10.0, 30.0), (20.0, 36.0)]


def test_other_extractors_and_older_versions_propose_nothing():
    old = Result(
        extractor="people", version="1", seconds=None, outcome=Outcome.FOUND, note=None, value={"regions": [list(BOX)]}
    )
    assert proposals([old], None) == []
