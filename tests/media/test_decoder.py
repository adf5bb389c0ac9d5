"""Files in, examinations or named refusals out."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sightline.kernel.errors import Refusal
from sightline.media.decoder import Decoder


@pytest.fixture(scope="session")
def decoder():
    with Decoder() as one:
        yield one


def test_a_jpeg_comes_out_as_luma_and_colours(decoder: Decoder, tmp_path: Path) -> None:
    gradient = np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))
    Image.fromarray(gradient).save(tmp_path / "a.jpg", quality=95)
    examination = decoder.examine(tmp_path / "a.jpg")
    assert (examination.format, examination.width, examination.height) == ("jpeg", 64, 48)
    (picture,) = examination.pictures
    assert np.abs(picture.luma.astype(int) - gradient).max() <= 4
    assert picture.rgb.shape == (48, 64, 3)


def test_an_empty_file_is_refused_by_name(decoder: Decoder, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(Refusal) as refused:
        decoder.examine(tmp_path / "empty.jpg")
    assert refused.value.code == "empty"
