"""Power cuts with torn and reordered writes: nothing acknowledged is lost, no name stands for other bytes."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from typing_extensions import override

from tests.faults.cuts import cut_power
from tests.faults.power import Inode, Recorder

CUTS = 300


def test_no_power_cut_loses_what_was_acknowledged() -> None:
    lost = {seed: said for seed in range(CUTS) if (said := cut_power(seed))}
    assert lost == {}


class NoFsync(Recorder):
    """A program that forgets to bring a file's bytes to the disk."""

    @override
    def bring(self, inode: Inode) -> None:
        pass


class NoFolderSync(Recorder):
    """A program that forgets to bring names to the disk."""

    @override
    def sync(self, folder: Path) -> None:
        self._step()


class InPlace(Recorder):
    """A program that writes under the final name at once."""

    @override
    def write(self, path: Path, chunks: Iterable[bytes], mode: int) -> None:
        self._chunks = list(chunks)

    @override
    def rename(self, draft: Path, path: Path) -> None:
        super().write(path, self._chunks, 0o600)


@pytest.mark.parametrize("careless", [NoFsync, NoFolderSync, InPlace])
def test_the_simulation_finds_a_careless_program(careless: type[Recorder]) -> None:
    assert any(cut_power(seed, careless) for seed in range(60))
