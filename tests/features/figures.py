"""Clothes dummies and other outlines drawn from ellipses and bars: what a people detector is tried on here."""

import cv2
import numpy as np

GREY = 190


def wall(width=640, height=480):
    return np.full((height, width), GREY, np.uint8)


def draw_dummy(grey, left, top, height, *, shade=40, spread=0.4):
    """Draw a standing clothes dummy `height` pixels tall around the column `left`; seven and a half heads, as tailors do."""
    head = height / 7.5

    def at(dx, dy):
        return np.array([left + dx * head, top + dy * head])

    middle = np.rint(at(0, 0.5)).astype(int)
    cv2.ellipse(grey, tuple(middle.tolist()), (round(0.36 * head), round(0.5 * head)), 0, 0, 360, shade, -1)
    trunk = [at(-0.85, 1.45), at(0.85, 1.45), at(0.6, 2.9), at(0.65, 3.8), at(-0.65, 3.8), at(-0.6, 2.9)]
    cv2.fillPoly(grey, [np.rint(np.array(trunk)).astype(np.int32)], shade, cv2.LINE_AA)
    _bar(grey, at(0, 0.9), at(0, 1.4), (0.2 * head, 0.25 * head), shade)
    for side in (-1, 1):
        elbow, knee, foot = at(side, 2.8), at(side * (0.3 + spread / 2), 5.5), at(side * (0.25 + spread), 7.3)
        _bar(grey, at(side * 0.78, 1.6), elbow, (0.24 * head, 0.19 * head), shade)
        _bar(grey, elbow, at(side * 1.15, 3.9), (0.19 * head, 0.14 * head), shade)
        _bar(grey, at(side * 0.35, 3.7), knee, (0.36 * head, 0.25 * head), shade)
        _bar(grey, knee, foot, (0.25 * head, 0.16 * head), shade)


def dummy(*, height=300, shade=40, spread=0.4):
    """Return a room-grey picture of 640 x 480 with a dummy in its middle."""
    grey = wall()
    draw_dummy(grey, 320, (480 - height) / 2, height, shade=shade, spread=spread)
    return grey


def _bar(grey, one, other, widths, shade):
    """Draw a limb: half as wide as `widths` say at either end, with round ends."""
    along = other - one
    across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    corners = [
        one + across * widths[0],
        other + across * widths[1],
        other - across * widths[1],
        one - across * widths[0],
    ]
    cv2.fillPoly(grey, [np.rint(np.array(corners)).astype(np.int32)], shade, cv2.LINE_AA)
    for point, width in zip((one, other), widths, strict=True):
        cv2.circle(grey, tuple(np.rint(point).astype(int).tolist()), round(width), shade, -1, cv2.LINE_AA)
