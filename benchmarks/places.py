"""Score "likely country" on cases with known truth: is it right, and does it know how sure it may be.

    python benchmarks/places.py CASES.jsonl [MORE.jsonl ...] [--docs docs/reference]

A case is one JSON line: {"id": "...", "clues": [{"type": "text", "value": "Sortie"}, ...], "truth": "FR"}, with an
optional "kind" by which the figures are also split. With --docs the table and the diagram are written there.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sightline.clues.model import Clue, ClueState, Sighting
from sightline.places.fuse import where
from sightline.places.hypothesis import Hypothesis
from sightline.places.likelihood.catalogue import READERS
from sightline.places.likelihood.language import languages
from sightline.places.prior import Prior
from sightline.places.territories import known

# The names under which a case may give a kind of clue.
KINDS = {
    "text": "writing",
    "sign": "writing",
    "ocr": "writing",
    "lang": "language",
    "side": "driving-side",
    "drive": "driving-side",
    "driving": "driving-side",
    "driving_side": "driving-side",
    "money": "currency",
    "price": "currency",
    "tld": "cctld",
    "url": "cctld",
    "domain": "cctld",
    "email": "cctld",
    "ean": "barcode",
    "gtin": "barcode",
    "human": "opinion",
    "expert": "opinion",
    "vote": "opinion",
    "spoken": "speech",
    "exif_gps": "gps",
    "exif-gps": "gps",
    "position": "gps",
    "utc_offset": "utc-offset",
    "timezone": "utc-offset",
    "postal": "postal-code",
    "postcode": "postal-code",
    "postal_code": "postal-code",
    "license-plate": "plate",
    "licence-plate": "plate",
    "date": "date-format",
    "emergency": "emergency-number",
    "mains": "mains-frequency",
    "hum": "mains-frequency",
    "model": "geolocation-model",
    "exclude": "excluded",
    "not": "excluded",
    "common": "too-common",
}
VALUE_NAMES = ("value", "text", "country", "code", "number", "side", "letter", "language", "lang", "symbol")
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case, answered."""

    id: str
    kind: str
    truth: str
    hypothesis: Hypothesis

    @property
    def right(self) -> bool:
        return self.hypothesis.best[0] == self.truth

    @property
    def claim(self) -> float:
        return self.hypothesis.best[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The scores of some cases. `sure`: how many claims above .95; `sure_right`: the share of them that is right."""

    cases: int
    log_loss: float
    brier: float
    top1: float
    top3: float
    top5: float
    calibration_error: float
    covered: float
    set_size: float
    abstained: float
    answered_right: float
    sure: int
    sure_right: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--docs", type=Path, help="folder for places.md and places-reliability.svg")
    parser.add_argument("--prior", type=Prior, choices=list(Prior), default=Prior.ROOT_POPULATION)
    parser.add_argument("--wrong", action="store_true", help="list the confident claims that are wrong")
    chosen = parser.parse_args()
    cases = [json.loads(line) for file in chosen.cases for line in file.read_text("utf-8").splitlines() if line.strip()]
    series = [clues_of(case) for case in cases]
    read = time.process_time()
    for clue in (clue for clues in series for clue in clues if clue.sighting.kind == "writing"):
        languages(clue.sighting.value)
    read = time.process_time() - read
    where([])
    fused = time.process_time()
    answers = [where(clues, chosen=chosen.prior) for clues in series]
    fused = time.process_time() - fused
    outcomes = [outcome(case, answer) for case, answer in zip(cases, answers, strict=True)]
    report = table(outcomes)
    print(report)
    print(f"CPU seconds: {read:.1f} to read languages, {fused:.1f} to locate {len(cases)} series")
    if chosen.wrong:
        print_wrong(outcomes)
    if chosen.docs:
        write_docs(chosen.docs, report, outcomes)
    return 0


def clues_of(case: Mapping[str, Any]) -> list[Clue]:
    """The clues of a case; those of a type that is not known are passed over with a warning."""
    found = []
    for number, entry in enumerate(case.get("clues") or [], start=1):
        sighting = sighting_of(entry) if isinstance(entry, Mapping) else None
        if sighting is None:
            print(f"case {case.get('id')}: clue {number} is of no known type and is passed over", file=sys.stderr)
            continue
        state = (
            ClueState.CONFIRMED if entry.get("confirmed") or entry.get("state") == "confirmed" else ClueState.PROPOSED
        )
        found.append(Clue(id=number, series_id=0, state=state, sighting=sighting))
    return found


def sighting_of(entry: Mapping[str, Any]) -> Sighting | None:
    """One clue of a case as a sighting, whatever shape its value has."""
    name = str(entry.get("type") or entry.get("kind") or "").strip().lower()
    kind = KINDS.get(name, name)
    if kind not in READERS:
        return None
    value = entry.get("value")
    detail: dict[str, Any] = dict(entry["detail"]) if isinstance(entry.get("detail"), Mapping) else {}
    detail |= {key: entry[key] for key in ("confidence", "languages", "script", "regions") if key in entry}
    if value is None:
        value = next((entry[key] for key in VALUE_NAMES if entry.get(key) is not None), "")
    if isinstance(value, Mapping):
        detail, value = detail | dict(value), _of_mapping(value, kind, detail)
    if isinstance(value, list | tuple):
        value = ("," if kind in {"gps", "opinion", "excluded"} else " ").join(str(part) for part in value)
    group = entry.get("group") or entry.get("source")
    return Sighting(
        kind=kind,
        value=str(value),
        seen_by="officer:0",
        detail=detail,
        group=str(group) if group else None,
        reliability=entry.get("reliability"),
    )


def _of_mapping(value: Mapping[str, Any], kind: str, detail: dict[str, Any]) -> str:
    for key in (*VALUE_NAMES, "iso", "type"):
        if isinstance(value.get(key), str | int | float):
            return str(value[key])
    latitude = value.get("lat", value.get("latitude"))
    longitude = value.get("lon", value.get("lng", value.get("longitude")))
    if latitude is not None and longitude is not None:
        return f"{latitude},{longitude}"
    # A vote as a distribution: {"FR": 0.6, "BE": 0.3}.
    votes = {code: part for name, part in value.items() if (code := known(name)) and isinstance(part, int | float)}
    if votes and kind == "opinion":
        best = max(votes, key=lambda code: votes[code])
        detail["confidence"] = votes[best]
        return best
    return ""


def outcome(case: Mapping[str, Any], answer: Hypothesis) -> Outcome:
    """A case with its answer; without a "kind" the case is named after how many clues it has."""
    count = len(case.get("clues") or [])
    size = "no clue" if count == 0 else "1-2 clues" if count < 3 else "3-5 clues" if count < 6 else "6 or more clues"
    truth = known(case.get("truth")) or str(case.get("truth"))
    return Outcome(id=str(case.get("id")), kind=str(case.get("kind") or size), truth=truth, hypothesis=answer)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Log-loss in nats with a floor of 1e-9; Brier over all countries; calibration error of the best claim, 10 bins."""
    count = len(outcomes)
    sure = [one for one in outcomes if one.claim > 0.95]
    answered = [one for one in outcomes if one.hypothesis.abstains is None]
    return Figures(
        cases=count,
        log_loss=sum(-math.log(max(one.hypothesis.probability(one.truth), 1e-9)) for one in outcomes) / count,
        brier=sum(brier(one) for one in outcomes) / count,
        top1=top(outcomes, 1),
        top3=top(outcomes, 3),
        top5=top(outcomes, 5),
        calibration_error=sum(len(bin_) * abs(mean_claim - share) for bin_, mean_claim, share in bins(outcomes))
        / count,
        covered=sum(one.truth in one.hypothesis.likely_set for one in outcomes) / count,
        set_size=sorted(len(one.hypothesis.likely_set) for one in outcomes)[count // 2],
        abstained=1.0 - len(answered) / count,
        answered_right=sum(one.right for one in answered) / len(answered) if answered else math.nan,
        sure=len(sure),
        sure_right=sum(one.right for one in sure) / len(sure) if sure else math.nan,
    )


def top(outcomes: Sequence[Outcome], first: int) -> float:
    return sum(one.truth in dict(one.hypothesis.posterior[:first]) for one in outcomes) / len(outcomes)


def brier(one: Outcome) -> float:
    """Sum over countries of (probability - truth) squared."""
    numbers = dict(one.hypothesis.posterior)
    return sum(p * p for p in numbers.values()) - 2 * numbers.get(one.truth, 0.0) + 1.0


def bins(outcomes: Iterable[Outcome]) -> list[tuple[list[Outcome], float, float]]:
    """The cases by their claim in ten bins, with the mean claim and the share that is right."""
    sorted_in: dict[int, list[Outcome]] = {}
    for one in outcomes:
        sorted_in.setdefault(min(int(one.claim * BINS), BINS - 1), []).append(one)
    return [
        (held, sum(one.claim for one in held) / len(held), sum(one.right for one in held) / len(held))
        for _, held in sorted(sorted_in.items())
    ]


HEAD = (
    "| cases | n | log-loss | Brier | top-1 | top-3 | top-5 | ECE | 90 % set holds | its size | abstains | "
    "right if not | claims > .95 | right |"
)


def table(outcomes: Sequence[Outcome]) -> str:
    """All figures as a Markdown table, all cases first, then each kind."""
    rows = [HEAD, "|" + "---|" * (HEAD.count("|") - 1), row("all", figures(outcomes))]
    kinds = sorted({one.kind for one in outcomes})
    rows += [row(kind, figures([one for one in outcomes if one.kind == kind])) for kind in kinds]
    return "\n".join(rows)


def row(name: str, f: Figures) -> str:
    numbers = [f.log_loss, f.brier, f.top1, f.top3, f.top5, f.calibration_error, f.covered]
    cells = [name, str(f.cases), *(f"{number:.3f}" for number in numbers), f"{f.set_size:.0f}", f"{f.abstained:.2f}"]
    cells += [f"{f.answered_right:.2f}", str(f.sure), f"{f.sure_right:.3f}"]
    return "| " + " | ".join(cells).replace("nan", "-") + " |"


def print_wrong(outcomes: Sequence[Outcome]) -> None:
    for one in sorted(outcomes, key=lambda one: -one.claim):
        if not one.right and one.claim > 0.8:
            values = [f"{clue.kind}={clue.value}" for group in one.hypothesis.groups for clue in group.clues]
            print(one.id, one.truth, one.hypothesis.posterior[:2], values)


def write_docs(folder: Path, report: str, outcomes: Sequence[Outcome]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lead = (
        "# How well places are found\n\nMade by `python benchmarks/places.py CASES.jsonl --docs docs/reference` on "
        "generated cases (`benchmarks/place_cases.py`), which share some tables with the model: read them as a check "
        "of honesty (does .8 mean .8?), not as a promise for real series.\n\n"
    )
    picture = "\n\n![Claimed against true share of right answers](places-reliability.svg)\n"
    (folder / "places.md").write_text(lead + report + picture, encoding="utf-8")
    (folder / "places-reliability.svg").write_text(diagram(outcomes), encoding="utf-8")


def diagram(outcomes: Sequence[Outcome]) -> str:
    """The reliability diagram: claimed probability to the right, share right upwards, dots as large as their cases."""
    size, edge = 360, 40
    span = size - 2 * edge
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="11">',
        "<title>Claimed probability against the share of right answers</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{edge} {edge}V{size - edge}H{size - edge}" fill="none" stroke="#444"/>',
        f'<path d="M{edge} {size - edge}L{size - edge} {edge}" stroke="#999" stroke-dasharray="4 3"/>',
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">claimed for the likeliest country</text>',
        f'<text x="12" y="{size / 2}" text-anchor="middle" transform="rotate(-90 12 {size / 2})">share right</text>',
    ]
    for tick in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{edge + tick * span}" y="{size - edge + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{edge - 6}" y="{size - edge - tick * span + 4}" text-anchor="end">{tick:g}</text>')
    for held, claim, share in bins(outcomes):
        radius = 2.0 + 12.0 * math.sqrt(len(held) / len(outcomes))
        x, y = edge + claim * span, size - edge - share * span
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#2a6f97" fill-opacity=".7"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - radius - 3:.1f}" text-anchor="middle">{len(held)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
