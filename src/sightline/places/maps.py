"""The answer on a map: an SVG without tiles, script or outside references, and GeoJSON.

Colour says how probable, text says it again for the likeliest, hatching says "ruled out". The outlines are cut at
the 180th meridian in the data, so a country on both sides of it is drawn as its own two parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from sightline.places.hypothesis import Hypothesis
from sightline.places.outlines import outlines
from sightline.places.territories import NAMES
from sightline.places.verdict import OVER, shown

WIDTH, HEIGHT = 960, 480
# Outlines are drawn this coarse: about a third of a pixel.
SIMPLIFIED_DEGREES = 0.12
# A territory smaller than this is drawn as a dot, or nobody would find Malta.
DOT_BELOW_SQUARE_DEGREES = 0.35
# Islets under a fifth of a square unit are left out where their territory has more.
ISLET_BELOW_SQUARE_DEGREES = 0.03
RING_BELOW_SQUARE_DEGREES = 20.0
LABELLED = 5
LABEL_AT_LEAST = 0.01
LABEL_AWAY = 14.0
# A country whose evidence speaks against it by a factor of 30 or more is hatched as ruled out.
RULED_OUT_LOG10 = -1.5
STEPS = ((0.5, "#08306b"), (0.2, "#2171b5"), (0.05, "#6baed6"), (0.01, "#c6dbef"), (0.0, "#f2f2ee"))


def to_svg(answer: Hypothesis) -> str:
    """A choropleth of the world, plate carrée, 960 x 480 units, at most some 300 kB."""
    numbers = dict(answer.posterior)
    gone = ruled_out(answer)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + 40}" font-family="sans-serif">',
        f"<title>{escape(_title(answer))}</title>",
        '<defs><pattern id="out" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="4" height="4" fill="#f2f2ee"/><path d="M0 0V4" stroke="#999" stroke-width="1"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT + 40}" fill="#dce9f0"/>',
        '<g stroke="#777" stroke-width=".3">',
        *(_country(code, numbers.get(code, 0.0), code in gone) for code in coarse()),
        "</g>",
        *_ring_around(answer),
        *_labels(answer.posterior),
        *_legend(answer),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def to_geojson(answer: Hypothesis) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946): each territory with its probability, and whether it is in the 90 % set or out."""
    numbers = dict(answer.posterior)
    gone = ruled_out(answer)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {
                "country": code,
                "name": NAMES[code],
                "probability": numbers.get(code, 0.0),
                "likely": code in answer.likely_set,
                "ruled_out": code in gone,
            },
            "geometry": _geometry(geometry),
        }
        for code, geometry in coarse().items()
    ]
    return {"type": "FeatureCollection", "features": features}


def ruled_out(answer: Hypothesis) -> frozenset[str]:
    """Territories against which the clues speak by a factor of 30 or more, all carriers taken together."""
    if not answer.carriers:
        return frozenset()
    totals = [sum(logs) for logs in zip(*(carrier.log10_lr for carrier in answer.carriers), strict=True)]
    return frozenset(code for code, total in zip(NAMES, totals, strict=True) if total <= RULED_OUT_LOG10)


@lru_cache(maxsize=1)
def coarse() -> Mapping[str, BaseGeometry]:
    """The outlines made simple and without islets; tiny territories keep their full shape."""
    return MappingProxyType({code: _coarse(geometry) for code, geometry in outlines().items()})


def _coarse(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.area < DOT_BELOW_SQUARE_DEGREES:
        return geometry
    parts = [part for part in polygons_of(geometry) if part.area >= ISLET_BELOW_SQUARE_DEGREES]
    simple = (part.simplify(SIMPLIFIED_DEGREES, preserve_topology=True) for part in parts)
    kept = [part for part in simple if isinstance(part, shapely.Polygon)]
    whole = shapely.MultiPolygon(kept)
    # Two islands made simple may touch or overlap.
    return whole if whole.is_valid else shapely.union_all(kept)


def polygons_of(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons that make up an outline."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if isinstance(part, shapely.Polygon)]


def _title(answer: Hypothesis) -> str:
    code, probability = answer.best
    if answer.abstains is not None:
        return f"No country named: {answer.abstains}"
    return f"Likely country: {NAMES[code]}, probability {shown(probability)}"


def _country(code: str, probability: float, out: bool) -> str:  # noqa: FBT001 - drawn state
    colour = "url(#out)" if out else next(shade for floor, shade in STEPS if probability >= floor)
    label = f"{escape(NAMES[code])}: {_percent(probability)}" + (", ruled out" if out else "")
    shape = _path(coarse()[code])
    dot = _dot(coarse()[code])
    return f'<g id="{code}" fill="{colour}"><title>{label}</title><path d="{shape}"/>{dot}</g>'


def _dot(geometry: BaseGeometry) -> str:
    if geometry.area >= DOT_BELOW_SQUARE_DEGREES:
        return ""
    x, y = _project(*_middle(geometry))
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"/>'


def _ring_around(answer: Hypothesis) -> list[str]:
    """A ring that leads the eye to the likeliest country, if one may be named and it is small."""
    code, _ = answer.best
    shape = coarse()[code]
    if answer.abstains is not None or shape.area > RING_BELOW_SQUARE_DEGREES:
        return []
    x, y = _project(*_middle(shape))
    return [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="12" fill="none" stroke="#b30000" stroke-width="1.5"/>']


def _labels(posterior: Sequence[tuple[str, float]]) -> list[str]:
    lines = []
    for code, probability in posterior[:LABELLED]:
        if probability >= LABEL_AT_LEAST:
            x, y = _project(*_middle(coarse()[code]))
            x += LABEL_AWAY
            anchor = "end" if x > WIDTH - 90 else "start"
            lines.append(
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" font-weight="bold" text-anchor="{anchor}" stroke="#fff" '
                f'stroke-width="2.5" paint-order="stroke">{code} {_percent(probability)}</text>'
            )
    return lines


def _legend(answer: Hypothesis) -> list[str]:
    texts = ("50 % or more", "20 to 50 %", "5 to 20 %", "1 to 5 %", "under 1 %")
    cells = [(colour, text) for (_, colour), text in zip(STEPS, texts, strict=True)]
    cells.append(("url(#out)", "ruled out: 30 to 1 against"))
    lines = []
    for place, (colour, text) in enumerate(cells):
        x = 12 + place * 108
        box = f'x="{x}" y="{HEIGHT + 12}" width="16" height="12" stroke="#777" stroke-width=".5"'
        lines.append(f'<rect {box} fill="{colour}"/>')
        lines.append(f'<text x="{x + 21}" y="{HEIGHT + 22}" font-size="11">{text}</text>')
    lines.append(f'<text x="{WIDTH - 12}" y="18" font-size="13" text-anchor="end">{escape(_title(answer))}</text>')
    return lines


def _percent(probability: float) -> str:
    if probability < LABEL_AT_LEAST:
        return "under 1 %"
    return f"{100 * probability:.0f} %" if probability < OVER else "over 99 %"


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    """A point inside the largest part: the United States' label belongs on the mainland."""
    point = max(polygons_of(geometry), key=lambda part: part.area).representative_point()
    return point.x, point.y


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    return (longitude + 180.0) / 360.0 * WIDTH, (90.0 - latitude) / 180.0 * HEIGHT


def _path(geometry: BaseGeometry) -> str:
    return "".join(_ring(ring.coords) for part in polygons_of(geometry) for ring in (part.exterior, *part.interiors))


def _ring(points: Any) -> str:
    projected = [_project(x, y) for x, y in points]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in projected[:-1]) + "Z"


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    """As RFC 7946 wants it: outer rings counter-clockwise, three decimals, nothing across the 180th meridian."""
    snapped = shapely.set_precision(geometry, 0.001)
    turned = [orient(part, sign=1.0) for part in polygons_of(geometry if snapped.is_empty else snapped)]
    rings = [
        [[[round(x, 4), round(y, 4)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in turned
    ]
    return {"type": "MultiPolygon", "coordinates": rings}
