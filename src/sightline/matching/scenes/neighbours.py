"""Matches that their neighbours bear out: what is near in one picture is near, turned and grown alike, in the other.

Before any model is fitted. Each match says how its surroundings are turned, grown and moved (SIFT knows direction and
size), and a wrong match says it at random, so it finds no second match nearby that agrees. The idea is that of
neighbourhood filters such as AdaLAM (Cavalli et al., ECCV 2020); the rule here is simpler, and needs no training.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# In pixels of the 800-pixel picture.
REACH = 120.0
APART = 4.0
# A neighbour may land this far from where the match says: a fixed part, and a share of its distance (perspective).
FIXED, SHARE = 6.0, 0.35
TURN = math.radians(30.0)
OCTAVES = 0.8
NEEDED = 1


@njit(cache=True, nogil=True)
def support(left: Any, right: Any, turn: Any, growth: Any) -> Any:
    """Return (m,) int64: how many other matches near each match agree with it, and it with them.

    left, right: (m, 2) float64 pixels. turn: (m,) radians from left to right. growth: (m,) octaves.
    """
    count = len(turn)
    agreeing = np.zeros(count, dtype=np.int64)
    for i in range(count):
        for j in range(i + 1, count):
            across, down = left[j, 0] - left[i, 0], left[j, 1] - left[i, 1]
            distance = math.hypot(across, down)
            if distance > REACH or distance < APART or abs(growth[i] - growth[j]) > OCTAVES:
                continue
            if abs((turn[i] - turn[j] + math.pi) % (2 * math.pi) - math.pi) > TURN:
                continue
            to_x, to_y = right[j, 0] - right[i, 0], right[j, 1] - right[i, 1]
            if math.hypot(to_x, to_y) < APART:
                continue
            agrees = True
            for k in (i, j):
                size = 2.0 ** growth[k]
                cosine, sine = math.cos(turn[k]) * size, math.sin(turn[k]) * size
                gap = math.hypot(cosine * across - sine * down - to_x, sine * across + cosine * down - to_y)
                agrees = agrees and gap <= FIXED + SHARE * distance * size
            if agrees:
                agreeing[i] += 1
                agreeing[j] += 1
    return agreeing


def borne_out(
    left: NDArray[np.float64], right: NDArray[np.float64], turn: NDArray[np.float64], growth: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return (m,) bool: which matches at least one other nearby agrees with."""
    return np.asarray(support(left, right, turn, growth) >= NEEDED, dtype=np.bool_)
