"""A join spread over processes finds what one process finds, and goes on where it was stopped."""

import numpy as np
import pytest
from near_truth import at_distance, random_hashes

from sightline.jobs.engine import Local
from sightline.matching.near.join import BANDS, RANGES, Stretch, join, join_spread

pytestmark = pytest.mark.slow


class Counting:
    """The processes of this machine, counting what they are given."""

    def __init__(self):
        self.units = 0

    def run(self, job, parts):
        for number, units in Local(2).run(job, parts):
            self.units += len(units)
            yield number, units


@pytest.fixture
def hashes():
    rng = np.random.default_rng(8)
    made = random_hashes(rng, 3000)
    made[2000:2500] = at_distance(rng, made[:500], rng.integers(0, 40, 500))
    return made


def saved(folder, name, hashes):
    np.save(folder / name, hashes)
    return folder / name


@pytest.mark.parametrize("itself", [True, False])
def test_the_same_pairs_as_in_one_process(tmp_path, hashes, itself):
    left, right = (hashes, None) if itself else (hashes[:1500], hashes[1500:])
    paths = saved(tmp_path, "left.npy", left), None if right is None else saved(tmp_path, "right.npy", right)
    expected, found = join(left, right), join_spread(Local(2), *paths)
    assert len(found.left) > 100
    for one, other in zip(expected, found, strict=True):
        assert one.tolist() == other.tolist()


def test_what_is_done_is_not_done_again(tmp_path, hashes):
    path, folder = saved(tmp_path, "left.npy", hashes), tmp_path / "done"
    join(hashes, folder=folder, watch=lambda progress: progress.done < 100)
    engine = Counting()
    found = join_spread(engine, path, folder=folder)
    assert engine.units == BANDS * RANGES - 100
    assert found.left.tolist() == join(hashes).left.tolist()


def test_a_stretch_is_only_what_is_left_of_its_band(tmp_path, hashes):
    path = saved(tmp_path, "left.npy", hashes)
    done = frozenset(range(RANGES + 3))
    units = Stretch(left=path, right=None, radius=31, band=1, done=done).units()
    assert [unit for unit, _ in units] == list(range(RANGES + 3, 2 * RANGES))
