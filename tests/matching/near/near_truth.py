"""Hashes made at random, copies of them at known distances, and the plain answer to compare with."""

import numpy as np


def random_hashes(rng, count):
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def at_distance(rng, hashes, bits):
    """Return (n, 32) hashes, each exactly `bits` (a number, or one for each) bits away from its original."""
    flat = np.unpackbits(hashes, axis=1)
    for row, many in zip(flat, np.broadcast_to(bits, len(flat)), strict=True):
        row[rng.choice(256, many, replace=False)] ^= 1
    return np.packbits(flat, axis=1)


def skewed_hashes(rng, count):
    """Return hashes as video frames have them: repeated, in tight clusters, with parts that never change."""
    centres = random_hashes(rng, max(1, count // 20))
    centres[:, :8] = centres[0, :8]
    hashes = at_distance(rng, centres[rng.integers(0, len(centres), count)], rng.integers(0, 12, count))
    again = rng.random(count) < 0.3
    hashes[again] = centres[rng.integers(0, len(centres), count)][again]
    return hashes


def distances(left, right):
    """Return (n, m) differing bits of all against all."""
    return np.bitwise_count(left[:, None, :] ^ right[None, :, :]).sum(axis=2, dtype=np.int64)


def brute_force(queries, hashes, radius):
    """Return the sorted set of (query, row, distance) within the radius."""
    apart = distances(queries, hashes)
    return sorted((int(q), int(r), int(apart[q, r])) for q, r in np.argwhere(apart <= radius))
