"""Where the series was made, how sure that is, and what else it could be."""

from __future__ import annotations

from sightline.leads.model import Contents, CountryShare, Hypothesis
from sightline.leads.report.catalogue import Words
from sightline.leads.report.markup import Html, foreign, join, tag


def belief(contents: Contents, words: Words) -> Html:
    """The leading country in words and in numbers, with its rivals as bars."""
    found = contents.hypothesis
    return tag(
        "section",
        tag("h2", words.say("belief")),
        tag("div", _claim(found, words), _bars(found, words), class_="belief"),
        _basis(found, words),
    )


def alternatives(contents: Contents, words: Words) -> Html:
    """The other countries, each in words and numbers."""
    found = contents.hypothesis
    rivals = found.shares if found.abstains else found.shares[1:]
    if not rivals:
        return tag("section", tag("h2", words.say("alternatives")), tag("p", words.say("no_alternatives")))
    lead = None
    if not found.abstains:
        lead = tag("p", words.say("alternatives_why", country=words.country(found.shares[0].country)))
    rows = (
        tag(
            "li",
            tag("b", words.country(one.country)),
            f": {words.sure(one.probability)}, {words.percent(one.probability)}",
        )
        for one in rivals
    )
    return tag("section", tag("h2", words.say("alternatives")), lead, tag("ul", *rows))


def _claim(found: Hypothesis, words: Words) -> Html:
    if found.abstains or not found.shares:
        return tag("div", tag("p", words.say("no_country"), class_="how"))
    first = found.shares[0]
    return tag(
        "div",
        tag("p", words.say("made_in"), class_="label"),
        tag("p", words.country(first.country), class_="where"),
        tag("p", words.sure(first.probability), ", ", tag("b", words.percent(first.probability)), class_="how"),
    )


def _bars(found: Hypothesis, words: Words) -> Html | None:
    if not found.shares:
        return None
    rest = max(0.0, 1.0 - sum(one.probability for one in found.shares))
    rows = [_bar(words.country(one.country), one, words, "") for one in found.shares]
    if rest >= _SHOWN_FROM:
        rows.append(_bar(words.say("others"), CountryShare(country="", probability=rest), words, "rest"))
    return tag("div", *rows, class_="bars", role="img", aria_label=words.say("probability"))


_SHOWN_FROM = 0.0005


def _bar(name: str, share: CountryShare, words: Words, look: str) -> Html:
    width = f"width:{min(100.0, 100 * share.probability):.1f}%"
    return join(
        tag("span", name, class_=look or None),
        tag("div", tag("i", style=width), class_="bar"),
        tag("span", words.percent(share.probability), class_="n"),
    )


def _basis(found: Hypothesis, words: Words) -> Html:
    lines = []
    if found.set90:
        lines.append(words.labelled("set90", f"{words.listed([words.country(code) for code in found.set90])}."))
    if found.prior:
        lines.append(words.labelled("prior", f"{found.prior}."))
    if found.method:
        lines.append(words.labelled("method", f"{found.method}."))
    return tag("p", *(join(foreign(line), " ") for line in lines), class_="quiet")
