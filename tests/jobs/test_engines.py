"""One contract, two engines: the processes of this machine, and a real Ray."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sightline.jobs.engine import LOSSES, Engine, Local
from sightline.jobs.on_ray import OnRay
from sightline.kernel.errors import Unavailable
from tests.jobs.parts import Fragile, refuse, square, survive

# Ray leaves sockets and processes to the interpreter's end; they are its own.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def on_ray() -> Iterator[OnRay]:
    with OnRay(processes=2) as engine:
        yield engine


@pytest.fixture(params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return Local(2) if request.param == "local" else request.getfixturevalue("on_ray")


def test_every_part_comes_back_once(engine: Engine) -> None:
    assert sorted(engine.run(square, range(7))) == [(number, number * number) for number in range(7)]


def test_no_parts_are_no_work(engine: Engine) -> None:
    assert list(engine.run(square, [])) == []


def test_what_a_part_raises_is_raised(engine: Engine) -> None:
    with pytest.raises(ValueError, match="part 3"):
        list(engine.run(refuse, [3]))


def test_killed_processes_lose_and_double_nothing(engine: Engine, tmp_path: Path) -> None:
    parts = [Fragile(number=number, deaths=1 if number % 3 == 0 else 0, folder=tmp_path) for number in range(8)]
    assert sorted(engine.run(survive, parts)) == [(number, number * number) for number in range(8)]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_part_that_always_kills_is_given_up_plainly(engine: Engine, tmp_path: Path) -> None:
    parts = [Fragile(number=1, deaths=10 * LOSSES, folder=tmp_path)]
    with pytest.raises(Unavailable, match="1 of 1 parts"):
        list(engine.run(survive, parts))


def test_one_may_stop_before_the_end(engine: Engine) -> None:
    found = engine.run(square, range(50))
    next(found)
    found.close()


def test_an_address_where_nothing_listens_is_said_plainly(on_ray: OnRay) -> None:
    with pytest.raises(Unavailable), OnRay("127.0.0.1:1"):
        pass
