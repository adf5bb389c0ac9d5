"""Barcodes and matrix codes in a picture, read by zxing-cpp."""

from __future__ import annotations

from importlib.metadata import version

import zxingcpp

from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.features.writing.pieces import quad_to_json
from sightline.media.model import Json

# Codes found on things that are sold, posted or shown. The short industrial codes without a check digit (Codabar,
# ITF, Telepen, DX film edge) are left out: striped curtains and radiators read as them.
FORMATS = (
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.EAN8,
    zxingcpp.BarcodeFormat.UPCA,
    zxingcpp.BarcodeFormat.UPCE,
    zxingcpp.BarcodeFormat.ITF14,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.DataBarOmni,
    zxingcpp.BarcodeFormat.DataBarExp,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.MicroQRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.PDF417,
)
LONGEST_TEXT = 4_096


class Barcodes:
    """Every code that reads with a valid check sum."""

    name = "barcodes"
    version = f"1+zxingcpp{version('zxing-cpp')}"
    takes = Takes.PICTURE

    def extract(self, subject: Subject) -> Found:
        """Return `{"codes": [{"format", "text", "quad"}]}`; quads in fractions of the picture, clockwise from top left.

        Raises `Unsuited` when there is no picture.
        """
        picture = subject.picture
        if picture is None:
            raise Unsuited("barcodes are read from pictures")
        formats = zxingcpp.BarcodeFormats(FORMATS)
        codes: list[Json] = []
        for code in zxingcpp.read_barcodes(picture.luma, formats=formats):
            where = code.position
            corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
            quad = tuple((corner.x / picture.width, corner.y / picture.height) for corner in corners)
            codes.append({"format": str(code.format), "text": code.text[:LONGEST_TEXT], "quad": quad_to_json(quad)})
        return Found(value={"codes": codes})
