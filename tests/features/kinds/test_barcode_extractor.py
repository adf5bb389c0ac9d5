"""Codes are read where they are, and nothing is read where there is none."""

import numpy as np
import pytest
import zxingcpp

from sightline.features.kinds.barcodes import Barcodes
from sightline.features.kinds.digest import Digest
from sightline.features.model import Unsuited
from sightline.media.model import Picture
from tests.features import subjects


def subject(luma):
    picture = None if luma is None else Picture(luma=luma, rgb=np.dstack([luma] * 3))
    return subjects.subject(picture, sha256="AB", size=7, digests={"md5": "CD"})


def scene(text, kind, turn=0):
    code = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=3))
    wall = np.full((600, 900), 170, np.uint8)
    wall[100 : 100 + code.shape[0], 200 : 200 + code.shape[1]] = code
    return np.ascontiguousarray(np.rot90(wall, turn))


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_article_number(turn):
    found = Barcodes().extract(subject(scene("5412345678908", zxingcpp.BarcodeFormat.EAN13, turn))).value["codes"]
    assert [(code["format"], code["text"]) for code in found] == [("EAN-13", "5412345678908")]
    assert all(0 <= number <= 1 for point in found[0]["quad"] for number in point)


def test_qr_code_with_text():
    found = Barcodes().extract(subject(scene("https://example.be/a", zxingcpp.BarcodeFormat.QRCode))).value["codes"]
    assert [code["text"] for code in found] == ["https://example.be/a"]


def test_nothing_on_noise_and_no_picture_is_unsuited():
    noise = np.random.default_rng(1).integers(0, 255, (400, 400), dtype=np.uint8)
    assert Barcodes().extract(subject(noise)).value == {"codes": []}
    with pytest.raises(Unsuited):
        Barcodes().extract(subject(None))


def test_digest():
    assert Digest().extract(subject(None)).value == {"sha256": "ab", "md5": "cd", "size": 7}
