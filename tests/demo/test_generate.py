"""The generator of synthetic operations: deterministic, exact in number, true to its truth."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from sightline.demo.generate import Made, generate, read_truth, stream

AGENCIES = ("BE", "DE", "FR")


@pytest.fixture(scope="module")
def made() -> list[tuple[Made, bytes]]:
    return list(stream(50, 3, AGENCIES, per_place=25))


def test_it_makes_exactly_as_many_files_as_asked(made: list[tuple[Made, bytes]]) -> None:
    assert len(made) == 50
    assert len({item.path for item, _ in made}) == 50
    assert {item.place for item, _ in made} == {0, 1}


def test_the_same_seed_makes_the_same_bytes_whatever_else_is_made(made: list[tuple[Made, bytes]]) -> None:
    again = list(stream(25, 3, AGENCIES, per_place=25))
    assert again == made[:25]
    other = list(stream(2, 4, AGENCIES))
    assert other[0][1] != made[0][1]


def test_files_are_what_the_truth_says(made: list[tuple[Made, bytes]]) -> None:
    first = {item.view: data for item, data in made if item.place == 0 and item.kind == "original"}
    for item, data in made:
        if item.kind == "exact copy" and item.place == 0:
            assert data == first[item.view]
        if item.kind != "truncated":
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                assert image.getexif().get_ifd(0x8769).get(0xA431, "") == item.camera


def test_it_writes_a_folder_per_case_and_a_truth_that_reads_back(tmp_path: Path) -> None:
    truth = generate(tmp_path, 6, 9, AGENCIES, per_place=6)
    rows = list(read_truth(truth))
    assert len(rows) == 6
    assert all((tmp_path / row.path).is_file() and row.path.startswith(f"{row.agency}/{row.case}/") for row in rows)


def test_nothing_sensible_can_be_made_without_an_agency() -> None:
    with pytest.raises(ValueError, match="at least one agency"):
        next(stream(1, 1, ()))
    assert list(stream(0, 1, AGENCIES)) == []
