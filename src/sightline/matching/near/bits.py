"""Hashes as words, bits counted, and bands: which parts of two near hashes must nearly agree.

The pigeonhole behind everything here (Norouzi, Punjani and Fleet 2014): cut a hash into m bands. If two hashes differ
in at most r bits, let a = r // m and b = r % m: then of any b + 1 bands one differs in at most a bits, or another band
in at most a - 1. So looking up every key near enough in every band finds every near hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

Hashes = NDArray[np.uint8]
Words = NDArray[np.uint64]

BYTES = 32
WORDS = 4
LARGEST_RADIUS = 31


def _count_ones(_context: Any, number: Any) -> Any:

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return number(number), generate


count_ones: Any = intrinsic(_count_ones)
"""Count the set bits of an unsigned integer: one instruction, which the compiler can also run on many at once."""


def _fetch(_context: Any, array: Any, place: Any) -> Any:

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, arguments[0])
        address = builder.bitcast(builder.gep(held.data, [arguments[1]]), ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [address.type] + [ir.IntType(32)] * 3)
        called = builder.module.declare_intrinsic("llvm.prefetch", [address.type], kind)
        builder.call(called, [address, *(ir.Constant(ir.IntType(32), one) for one in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, place), generate


fetch: Any = intrinsic(_fetch)
"""Ask the processor to have one element of the flat memory of an array at hand soon. No effect on results."""


def as_words(hashes: Hashes) -> Words:
    """Return (n, 4) uint64 of (n, 32) uint8, without a copy where the memory allows. ValueError for another shape."""
    if hashes.ndim != 2 or hashes.shape[1] != BYTES or hashes.dtype != np.uint8:
        raise ValueError("hashes must be an array of bytes with 32 columns")
    return np.ascontiguousarray(hashes).view(np.uint64)


@njit(cache=True, nogil=True, inline="always")
def distance(one: Any, other: Any) -> Any:
    """Count the differing bits of two hashes, each of four words."""
    return (
        count_ones(one[0] ^ other[0])
        + count_ones(one[1] ^ other[1])
        + count_ones(one[2] ^ other[2])
        + count_ones(one[3] ^ other[3])
    )


@lru_cache(maxsize=64)
def ball(width: int, radius: int) -> NDArray[np.uint32]:
    """Return, ascending, every number of `width` bits with at most `radius` bits set; none for a radius below 0."""
    found = [0] * (radius >= 0)
    for size in range(1, radius + 1):
        found += [sum(1 << bit for bit in chosen) for chosen in combinations(range(width), size)]
    return np.array(sorted(found), np.uint32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """How a hash is cut. Each of the four words gives `count / 4` bands, from its top bits down.

    words, shifts, widths: (count,) int64; the key of a band is `(hash[word] >> shift) & (2**width - 1)`.
    Bits that no band covers are only compared in the end: the pigeonhole holds without them.
    """

    words: NDArray[np.int64]
    shifts: NDArray[np.int64]
    widths: NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many bands there are."""
        return int(self.words.size)

    def reach(self, radius: int) -> NDArray[np.int64]:
        """Return (count,) how many bits each band may differ by, so that nothing within `radius` is missed; -1: none.

        The widest bands get the larger share: their buckets are the smallest.
        """
        near, rest = divmod(radius, self.count)
        reach = np.full(self.count, near - 1, np.int64)
        reach[np.argsort(-self.widths, kind="stable")[: rest + 1]] = near
        return reach


def cut(count: int, limit: int = 64) -> Bands:
    """Cut a hash into `count` bands (a multiple of 4) of at most `limit` bits each."""
    each = count // WORDS
    parts: list[tuple[int, int, int]] = []
    for word in range(WORDS):
        top = 64
        for place in range(each):
            whole = 64 // each + (1 if place < 64 % each else 0)
            width = min(whole, limit)
            parts.append((word, top - width, width))
            top -= whole
    words, shifts, widths = np.array(parts).T.copy()
    return Bands(words=words, shifts=shifts, widths=widths)
