"""Wall sockets by type, modelled so that a person can tell them apart."""

from __future__ import annotations

from render_world.kit import Scene, gloss, metal

DARK = gloss((24, 24, 26), 0.3)


def socket(scene: Scene, kind: str, place: tuple[float, float], *, scale: float = 1.4) -> None:
    """A wall socket of a type by its letter. place: (x, z) of its centre."""
    x, z = place
    size = 0.085 * scale
    wide = size * (1.4 if kind in "GBH" else 1.0)
    tall = size * (1.5 if kind in "ABL" else 1.0)
    if kind in "AB":
        wide = size * 0.72
    with scene.at(x, 0, z):
        scene.soft(gloss((240, 239, 234), 0.1), (-wide / 2, -0.012, -tall / 2), (wide, 0.012, tall), 0.006)
        _FACES[kind](scene, size)
        scene.mark((-wide / 2, -0.014, tall / 2), (wide, 0, 0), (0, 0, -tall), clues=[{"kind": "plug", "value": kind}])


def _hole(scene: Scene, x: float, z: float, size: tuple[float, float]) -> None:
    scene.box(DARK, (x - size[0] / 2, -0.0145, z - size[1] / 2), (size[0], 0.002, size[1]))


def _pin(scene: Scene, x: float, z: float, radius: float) -> None:
    scene.tube(DARK, (x, -0.01, z), (x, -0.0146, z), (radius, radius), sides=14)


def _well(scene: Scene, size: float) -> None:
    scene.tube(gloss((205, 204, 200), 0.2), (0, -0.01, 0), (0, -0.0135, 0), (size * 0.4, size * 0.4), sides=30)


def _european(scene: Scene, size: float) -> None:
    _well(scene, size)
    for side in (-1, 1):
        _pin(scene, side * size * 0.16, 0, size * 0.05)


def _type_e(scene: Scene, size: float) -> None:
    _european(scene, size)
    scene.tube(metal(0.2), (0, -0.01, size * 0.2), (0, -0.024, size * 0.2), (size * 0.045, size * 0.045), sides=12)


def _type_f(scene: Scene, size: float) -> None:
    _european(scene, size)
    for side in (-1, 1):
        scene.box(
            metal(0.2), (-size * 0.05, -0.02, side * size * 0.35 - size * 0.035), (size * 0.1, 0.007, size * 0.07)
        )


def _type_g(scene: Scene, size: float) -> None:
    _hole(scene, 0, size * 0.22, (size * 0.09, size * 0.2))
    for side in (-1, 1):
        _hole(scene, side * size * 0.26, -size * 0.14, (size * 0.2, size * 0.085))
    scene.box(gloss((226, 60, 50)), (size * 0.5, -0.018, size * 0.1), (size * 0.12, 0.006, size * 0.2))


def _type_b(scene: Scene, size: float) -> None:
    for z in (size * 0.36, -size * 0.3):
        for side in (-1, 1):
            _hole(scene, side * size * 0.14, z, (size * 0.055, size * 0.2))
        _pin(scene, 0, z - size * 0.2, size * 0.06)


def _type_a(scene: Scene, size: float) -> None:
    for z in (size * 0.32, -size * 0.32):
        for side in (-1, 1):
            _hole(scene, side * size * 0.14, z, (size * 0.055, size * 0.22))


def _type_i(scene: Scene, size: float) -> None:
    for side in (-1, 1):
        for step in range(6):
            share = step / 5 - 0.5
            _hole(
                scene,
                side * (size * 0.2 + share * size * 0.12),
                size * 0.14 + share * size * 0.18,
                (size * 0.07, size * 0.05),
            )
    _hole(scene, 0, -size * 0.2, (size * 0.07, size * 0.22))


def _type_h(scene: Scene, size: float) -> None:
    _pin(scene, -size * 0.2, size * 0.14, size * 0.06)
    _pin(scene, size * 0.2, size * 0.14, size * 0.06)
    _pin(scene, 0, -size * 0.2, size * 0.06)


def _type_n(scene: Scene, size: float) -> None:
    scene.tube(gloss((205, 204, 200), 0.2), (0, -0.01, 0), (0, -0.0135, 0), (size * 0.42, size * 0.42), sides=6)
    for side in (-1, 1):
        _pin(scene, side * size * 0.2, 0, size * 0.055)
    _pin(scene, 0, -size * 0.09, size * 0.055)


def _type_d(scene: Scene, size: float) -> None:
    _pin(scene, 0, size * 0.22, size * 0.1)
    for side in (-1, 1):
        _pin(scene, side * size * 0.2, -size * 0.14, size * 0.07)


_FACES = {
    "A": _type_a, "B": _type_b, "D": _type_d, "E": _type_e, "F": _type_f, "G": _type_g, "H": _type_h, "I": _type_i,
    "N": _type_n,
}  # fmt: skip
