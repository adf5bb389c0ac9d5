"""Write tests/features/pdq_vectors.json: reference hashes of the patterns in test_pdq_vectors.py.

Needs the reference library (the dependency group `peers`, and a C++ compiler to build it):

    uv run --group peers python tools/make_pdq_vectors.py
"""

import json
import runpy
import zlib
from pathlib import Path

import numpy as np
import pdqhash

TEST = Path(__file__).parent.parent / "tests" / "features" / "test_pdq_vectors.py"


def vector(kind: str, shape: tuple[int, int], luma: np.ndarray) -> dict:
    bits, quality = pdqhash.compute_dihedral(np.ascontiguousarray(np.repeat(luma[:, :, None], 3, axis=2)))
    hashes = [np.packbits(one.astype(np.uint8)).tobytes().hex() for one in bits]
    return {"kind": kind, "shape": shape, "crc": zlib.crc32(luma.tobytes()), "quality": quality, "hashes": hashes}


def main() -> None:
    written = TEST.with_name("pdq_vectors.json")
    if not written.exists():
        written.write_text("[]")  # the test module reads it when it is loaded
    made = runpy.run_path(str(TEST))
    vectors = [vector(kind, shape, made["pattern"](kind, shape)) for kind, shape in made["cases"]()]
    written.write_text(json.dumps(vectors, indent=0) + "\n")
    print(f"{len(vectors)} vectors written")


if __name__ == "__main__":
    main()
