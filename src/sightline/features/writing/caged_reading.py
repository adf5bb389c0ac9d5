"""The caged program that reads writing: networks and packs loaded, nothing of the machine in reach. Run by `Reader`.

Readers take in whatever a picture shows, by way of large native libraries; so they run where decoders do. All there is
to load is loaded before the cage is shut, and every picture is read by a child that ends with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import BinaryIO, cast

import cv2
import numpy as np

from sightline.features.writing.pieces import to_json
from sightline.features.writing.rapid import Rapid
from sightline.features.writing.reading import read_picture
from sightline.features.writing.tesseract import PACKS, Tesseract, find_packs
from sightline.kernel.errors import Refusal
from sightline.media import zygote
from sightline.media.model import Json, Limits, Picture
from sightline.media.planes import PlaneWriter


def read(
    source: BinaryIO,
    arguments: Mapping[str, Json],
    _limits: Limits,
    _writer: PlaneWriter,
    *,
    rapid: Rapid,
    tesseract: Tesseract,
) -> Json:
    """The task `read`: the lines of writing in a picture of `width` x `height` whose RGB bytes are the source."""
    width, height = (int(cast("int", arguments[side])) for side in ("width", "height"))
    rgb = np.frombuffer(source.read(width * height * 3), np.uint8)
    if rgb.size != width * height * 3:
        raise Refusal("damaged", "The picture to be read is shorter than it says.")
    # Places are fractions of the picture that was read, which may be smaller than the file's.
    size = np.broadcast_to(np.uint8(0), (height, width))
    picture = Picture(luma=size, rgb=rgb.reshape(height, width, 3))
    return [to_json(piece) for piece in read_picture(picture, rapid, tesseract)]


def _warm_up(rapid: Rapid, tesseract: Tesseract) -> None:
    """Use both networks and every pack once, so that nothing is loaded inside the cage."""
    cv2.setNumThreads(1)
    page = np.full((96, 320, 3), 235, np.uint8)
    cv2.putText(page, "Room 42", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (20, 20, 20), 3)
    read_picture(Picture(luma=np.ascontiguousarray(page[..., 0]), rgb=page), rapid, tesseract)
    for pack in PACKS:
        if tesseract.has(pack):
            tesseract.read(page[20:80], pack)


def _main() -> None:
    rapid, tesseract = Rapid(), Tesseract(find_packs())
    task = partial(read, rapid=rapid, tesseract=tesseract)
    zygote.serve({"read": task}, (lambda: _warm_up(rapid, tesseract),), apart=True)


if __name__ == "__main__":
    _main()
