"""Tiles: the layout of C2SP tlog-tiles, grown piece by piece, from which every proof can be made."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.custody import tree
from sightline.custody.tiles import Tiles
from sightline.kernel.errors import IntegrityError

LEAVES = [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(70_000)]


def _leaves(start: int, stop: int) -> list[bytes]:
    return LEAVES[start:stop]


def _grown(folder: Path, *sizes: int) -> Tiles:
    tiles, old = Tiles(folder), 0
    for new in sizes:
        tiles.extend(old, new, _leaves)
        tiles.save(f"{new}\n")
        old = new
    return tiles


def test_the_layout_is_the_one_of_the_specification(tmp_path: Path) -> None:
    tiles = _grown(tmp_path, 70_000)
    files = sorted(str(path.relative_to(tmp_path / "tile")) for path in tmp_path.rglob("tile/**/*") if path.is_file())
    assert sum(name.startswith("0/") and ".p" not in name for name in files) == 273
    assert [name for name in files if ".p" in name] == ["0/273.p/112", "1/001.p/17", "2/000.p/1"]
    assert "1/000" in files
    assert (tmp_path / "tile" / "0" / "000").read_bytes() == b"".join(LEAVES[:256])
    assert tiles.frontier(70_000).root == tree.root(LEAVES)
    assert tiles.leaves(70_000) == LEAVES


def test_large_indexes_are_split_into_folders(tmp_path: Path) -> None:
    assert Tiles(tmp_path)._path(0, 1_234_067) == tmp_path / "tile" / "0" / "x001" / "x234" / "067"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 700), min_size=1, max_size=4), st.data())
def test_tiles_grown_in_any_steps_prove_every_entry(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], data: st.DataObject
) -> None:
    sizes = [sum(steps[: end + 1]) for end in range(len(steps))]
    tiles = _grown(tmp_path_factory.mktemp("tiles"), *sizes)
    for size in sizes:
        assert tiles.frontier(size).root == tree.root(LEAVES[:size])
        index = data.draw(st.integers(0, size - 1))
        assert tiles.proof(size, index) == tree.inclusion_proof(LEAVES[:size], index)


def test_partial_tiles_go_when_the_whole_one_is_there(tmp_path: Path) -> None:
    _grown(tmp_path, 3, 200)
    assert sorted(one.name for one in (tmp_path / "tile" / "0" / "000.p").iterdir()) == ["200", "3"]
    _grown(tmp_path, 256)
    assert not (tmp_path / "tile" / "0" / "000.p").exists()


def test_a_lost_tile_is_said_so(tmp_path: Path) -> None:
    tiles = _grown(tmp_path, 300)
    (tmp_path / "tile" / "0" / "000").unlink()
    with pytest.raises(IntegrityError, match="missing or cut"):
        tiles.leaves(300)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_frontier_goes_on_where_it_stopped(first: int, more: int) -> None:
    begun = tree.Frontier().plus(LEAVES[:first])
    kept = tree.Frontier.unpack(begun.size, begun.pack())
    assert kept == begun
    assert begun.plus(LEAVES[first : first + more]).root == tree.root(LEAVES[: first + more])
    assert tree.Frontier.unpack(first + 1, begun.pack() + bytes(64)) is None


def test_the_roots_are_those_every_transparency_log_computes() -> None:
    # The eight leaves and roots with which logs of RFC 6962 have been tested since the first one.
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]
    assert [tree.root(hashes[:size]).hex()[:16] for size in range(1, 9)] == [
        "6e340b9cffb37a98",
        "fac54203e7cc696c",
        "aeb6bcfe274b70a1",
        "d37ee418976dd957",
        "4e3bbb1f7b478dcf",
        "76e67dadbcdf1e10",
        "ddb89be403809e32",
        "5dc9da79a70659a9",
    ]
