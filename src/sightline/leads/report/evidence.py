"""Why: clue by clue with its crops, what each source of clues weighs, and which media belong together."""

from __future__ import annotations

import base64

from sightline.leads.model import ClueFigure, Contents, Crop, EvidenceGroup, Nature
from sightline.leads.report.catalogue import Words
from sightline.leads.report.markup import Html, foreign, tag

_STRENGTH = {"verified": "strength_verified", "possible": "strength_possible"}
_FULL_BAR = 6.0


def clues(contents: Contents, words: Words) -> Html:
    """Every clue as a card; its crops beside it."""
    crops = {one.name: one for one in contents.crops}
    cards = [
        _clue(place, one, [crops[name] for name in one.crops if name in crops], words)
        for place, one in enumerate(contents.clues, start=1)
    ]
    return tag("section", tag("h2", words.say("why")), *(cards or [tag("p", words.say("no_clues"))]))


def weights(contents: Contents, words: Words) -> Html | None:
    """What each group of clues does to the leading country, and what would be believed without it."""
    groups = contents.hypothesis.groups
    if not groups:
        return None
    heads = ("source", "support", "", "without")
    return tag(
        "section",
        tag("h2", words.say("weight")),
        tag("p", words.say("weight_why"), class_="quiet"),
        tag(
            "table",
            tag("thead", tag("tr", *(tag("th", words.say(head) if head else "", scope="col") for head in heads))),
            tag("tbody", *(_weight(one, words) for one in groups)),
        ),
    )


def links(contents: Contents, words: Words) -> Html | None:
    """Which media belong together, how strongly, and who said so."""
    if not contents.links:
        return None
    rows = (
        tag(
            "tr",
            tag("td", tag("b", one.kind), ", ", words.say(_STRENGTH.get(one.strength, "strength_similar"))),
            tag("td", tag("code", one.left[:12]), " ↔ ", tag("code", one.right[:12])),
            tag("td", foreign(one.reason), f" ({one.verdict})" if one.verdict else None),
        )
        for one in contents.links
    )
    return tag("section", tag("h2", words.say("links")), tag("table", tag("tbody", *rows)))


def _clue(place: int, clue: ClueFigure, crops: list[Crop], words: Words) -> Html:
    figures = [
        tag(
            "figure",
            tag("img", src=_picture(one), alt=words.say("crop_alt", caption=one.caption)),
            tag("figcaption", foreign(one.caption)),
        )
        for one in crops
    ]
    against = None
    if clue.against:
        against = tag("p", tag("b", words.labelled("speaks_against", "")), foreign(clue.against))
    said = tag(
        "div",
        tag("p", tag("b", str(place)), words.kind(clue.kind), class_="label"),
        tag("p", foreign(words.value(clue.kind, clue.value)), class_="value"),
        tag("p", foreign(clue.reason)),
        against,
        tag("div", *_chips(clue, words), class_="chips"),
    )
    if not figures:
        return tag("article", said, class_="clue plain")
    return tag("article", tag("div", *figures), said, class_="clue")


def _chips(clue: ClueFigure, words: Words) -> list[Html]:
    fact = clue.nature is Nature.FACT
    machine = clue.seen_by.startswith("machine")
    seen = words.say("seen_by_machine" if machine else "seen_by_officer")
    chips = [
        tag("span", words.say("fact" if fact else "assessment"), class_="chip fact" if fact else "chip"),
        tag(
            "span", seen, " ", tag("code", foreign(clue.seen_by.partition(":")[2])) if machine else None, class_="chip"
        ),
    ]
    if clue.confirmed_by:
        chips.append(tag("span", words.say("confirmed"), class_="chip fact"))
    elif machine:
        chips.append(tag("span", words.say("unconfirmed"), class_="chip open"))
    return chips


def _weight(group: EvidenceGroup, words: Words) -> Html:
    half = 50 * min(1.0, abs(group.log10_ratio) / _FULL_BAR)
    left = 50 - half if group.log10_ratio < 0 else 50.0
    bar = tag("i", style=f"left:{left:.1f}%;width:{half:.1f}%", class_="against" if group.log10_ratio < 0 else None)
    without = ""
    if group.without is not None:
        without = f"{words.country(group.without.country)}, {words.percent(group.without.probability)}"
    return tag(
        "tr",
        tag("td", foreign(words.kind(group.name))),
        tag("td", words.support(group.log10_ratio)),
        tag("td", tag("div", bar, class_="two", title=words.number(group.log10_ratio, "+0.0;-0.0"))),
        tag("td", without, class_="n"),
    )


def _picture(crop: Crop) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(crop.jpeg).decode()}"
