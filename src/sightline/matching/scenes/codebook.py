"""The visual words: a frozen set of typical RootSIFT descriptors, shipped with the program and checked when loaded.

A word is a pair: which of 256 typical upper halves and which of 256 typical lower halves a descriptor is nearest to
(a product quantiser, used as an inverted multi-index: Babenko and Lempitsky, CVPR 2012). That makes 65,536 words out
of 32 kB, short lists at 100,000 pictures, and little to train. Links made with one codebook are reproducible only with
that codebook, so its SHA-256 goes with every index and link. It was trained by `tools/train_codebook.py` on
photographs of empty rooms; it holds cluster centres and no picture.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import IntegrityError

FILE = "codebook.npy"
SHA256 = "29d89adf8022667df4257940a6485390fbd8418d53cf8382ce7c4e2baacb0b8f"
BITS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """halves: (2, q, 64) uint8 centroids, in the units of the descriptors. sha256: of the file they came in."""

    halves: NDArray[np.uint8]
    sha256: str

    def __len__(self) -> int:
        """Return the number of words, q * q."""
        return self.halves.shape[1] ** 2

    def centroids(self, words: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Return (n, 128) uint8: what each of these (n,) words stands for."""
        side = self.halves.shape[1]
        return np.hstack([self.halves[0, words // side], self.halves[1, words % side]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A picture in visual words: words (w,) int32, ascending and distinct; signatures (w, 2) uint64, 128 bits each."""

    words: NDArray[np.int32]
    signatures: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.words)


@cache
def shipped() -> Codebook:
    """Return the codebook that comes with the program; `IntegrityError` if its bytes are not the frozen ones."""
    return read(files("sightline.matching.scenes").joinpath(FILE).read_bytes(), expected=SHA256)


def read(content: bytes, *, expected: str) -> Codebook:
    """Return the codebook in these bytes (a .npy file), whose SHA-256 must be `expected`."""
    digest = hashlib.sha256(content).hexdigest()
    if digest != expected:
        raise IntegrityError(f"The codebook has SHA-256 {digest}, not {expected}: install the program again.")
    halves = np.load(BytesIO(content), allow_pickle=False)
    if halves.ndim != 3 or halves.shape[::2] != (2, BITS // 2) or halves.dtype != np.uint8:
        raise IntegrityError(f"The codebook is {halves.dtype} {halves.shape}, not uint8 (2, q, {BITS // 2}).")
    return Codebook(halves=halves, sha256=digest)


def assign(codebook: Codebook, descriptors: NDArray[np.uint8], nearest: int = 1) -> NDArray[np.int32]:
    """Return (n, nearest) int32: the nearest words of each descriptor, nearest first, lower number first on a tie."""
    side = codebook.halves.shape[1]
    upper, upper_gap = _half(codebook.halves[0], descriptors[:, : BITS // 2], nearest)
    lower, lower_gap = _half(codebook.halves[1], descriptors[:, BITS // 2 :], nearest)
    # The nearest pairs are among the pairs of the nearest halves, because the squared distances add up.
    words = (upper[:, :, None] * side + lower[:, None, :]).reshape(len(descriptors), nearest * nearest)
    gap = (upper_gap[:, :, None] + lower_gap[:, None, :]).reshape(words.shape)
    order = np.lexsort((words, gap), axis=1)[:, :nearest]
    return np.take_along_axis(words, order, axis=1).astype(np.int32)


def looks(codebook: Codebook, descriptors: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return (n,) int32: the nearest of the 256 typical upper halves, a coarse word that noise seldom changes."""
    return _half(codebook.halves[0], descriptors[:, : BITS // 2], 1)[0][:, 0].astype(np.int32)


def _half(
    centroids: NDArray[np.uint8], parts: NDArray[np.uint8], nearest: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the `nearest` centroids of each half descriptor and how far they are (less the part's own length)."""
    typical = centroids.astype(np.float32)
    # Whole numbers below 2**24: exact in float32 in any order of summation, so the same on every machine.
    gap = np.einsum("ij,ij->i", typical, typical) - 2.0 * (parts.astype(np.float32) @ typical.T)
    chosen = np.empty((len(parts), nearest), dtype=np.int64)
    gaps = np.empty((len(parts), nearest), dtype=np.float32)
    rows = np.arange(len(parts))
    for rank in range(nearest):
        chosen[:, rank] = gap.argmin(axis=1)
        gaps[:, rank] = gap[rows, chosen[:, rank]]
        gap[rows, chosen[:, rank]] = np.inf
    return chosen, gaps


def encode(codebook: Codebook, descriptors: NDArray[np.uint8], *, nearest: int = 1) -> Words:
    """Return a picture's words with one binary signature each.

    Per word, the differences of its descriptors from the centroid are summed, turned by a fixed rotation and reduced
    to signs (binary ASMK: Tolias, Avrithis and Jegou, IJCV 2016). nearest: words per descriptor; 3 for a query.
    """
    if not len(descriptors):
        return Words(words=np.empty(0, np.int32), signatures=np.empty((0, 2), np.uint64))
    assigned = assign(codebook, descriptors, nearest).reshape(-1)
    gaps = np.repeat(descriptors.astype(np.int32), nearest, axis=0) - codebook.centroids(assigned)
    order = np.argsort(assigned, kind="stable")
    words, starts = np.unique(assigned[order], return_index=True)
    sums = np.add.reduceat(gaps[order], starts, axis=0)
    bits = (sums.astype(np.float64) @ rotation().T) > 0.0
    signatures = np.packbits(bits, axis=1).view("<u8")
    return Words(words=words.astype(np.int32), signatures=np.ascontiguousarray(signatures))


@cache
def rotation() -> NDArray[np.float64]:
    """Return the (128, 128) rotation, times sqrt(128): a Hadamard matrix with half of its columns negated.

    SIFT bins are mostly near zero, so the signs of raw differences are lopsided; turned, each bit is a fair coin.
    All whole numbers, hence the same bits on every machine.
    """
    matrix: NDArray[Any] = np.ones((1, 1), dtype=np.int32)
    while len(matrix) < BITS:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    # A fixed pattern of signs without a random generator: the parity of the bits of 37 * column.
    signs = np.array([1 - 2 * (int(37 * column).bit_count() & 1) for column in range(BITS)], dtype=np.int32)
    return np.asarray(matrix * signs, dtype=np.float64)
