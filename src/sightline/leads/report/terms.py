"""What is not known, whether it is known elsewhere, how it may be used, who signed, and what to do now."""

from __future__ import annotations

from sightline.leads.model import Contents, Handling, Known, Letter, Said
from sightline.leads.report.catalogue import Words
from sightline.leads.report.markup import Html, foreign, tag

_KNOWN = {
    Known.NOT_KNOWN: "known_not",
    Known.IN_WORK_ELSEWHERE: "known_work",
    Known.IDENTIFIED_ELSEWHERE: "known_identified",
    Known.NOT_CHECKED: "known_unchecked",
}
_SAID = {
    Said.PROPOSED: "said_proposed",
    Said.APPROVED: "said_approved",
    Said.RELEASED_URGENTLY: "said_urgent",
    Said.REVIEWED: "said_reviewed",
}
_LISTED = 10


def next_steps(contents: Contents, letter: Letter, words: Words) -> Html:
    """What the receiver does now, and whom to answer."""
    steps = ("step_receipt", "step_verify", "step_refuse", "step_outcome")
    answer = contents.answer_to
    ways = [part for part in (answer.unit, answer.person, answer.email, answer.phone, answer.channel) if part]
    return tag(
        "section",
        tag("h2", words.say("next")),
        tag("ol", *(tag("li", words.say(step, number=letter.number)) for step in steps)),
        tag("div", tag("b", words.say("answer_to")), *(tag("span", foreign(way)) for way in ways), class_="answer"),
        class_="do",
    )


def unknown(contents: Contents, words: Words) -> Html:
    """What nobody here knows."""
    said = contents.not_known or (words.say("unknown_default"),)
    return tag("section", tag("h2", words.say("unknown")), tag("ul", *(tag("li", foreign(one)) for one in said)))


def deconfliction(contents: Contents, words: Words) -> Html:
    """Whether the series is known, identified or in work elsewhere."""
    found = contents.deconfliction
    checked = None
    if found.known is not Known.NOT_CHECKED:
        places = words.listed(list(found.checked_against)) or "–"
        checked = tag("p", foreign(words.say("checked", places=places, date=words.day(found.checked_at))))
    return tag(
        "section",
        tag("h2", words.say("deconfliction")),
        tag("p", tag("b", words.say(_KNOWN[found.known]))),
        checked,
        tag("p", foreign(found.note)) if found.note else None,
    )


def signatures(letter: Letter, words: Words) -> Html:
    """Which officers said what, and when."""
    rows = [
        tag(
            "li",
            tag("b", words.say(_SAID[one.said])),
            ": ",
            foreign(f"{one.officer.name} ({one.officer.agency})"),
            f", {words.moment(one.at)}",
        )
        for one in letter.marks
    ]
    body = tag("ul", *rows) if rows else tag("p", words.say("unsigned"))
    return tag("section", tag("h2", words.say("signed")), body)


def handling(contents: Contents, words: Words) -> Html:
    """What each owner allows, the legal basis, the purpose and the grade."""
    grade = words.say("grade_is", source=contents.grade.source, information=str(contents.grade.information))
    facts = (("legal_basis", contents.legal_basis), ("purpose", contents.purpose), ("grade", grade))
    return tag(
        "section",
        tag("h2", words.say("handling")),
        tag(
            "table",
            tag("tbody", *(_owner(one, words) for one in contents.handling)),
            tag(
                "tbody",
                *(tag("tr", tag("td", tag("b", words.say(key))), tag("td", foreign(text))) for key, text in facts),
            ),
        ),
    )


def media(contents: Contents, words: Words) -> Html:
    """How large the series is, and the first of its files by hash."""
    series = contents.series
    counts = words.say(
        "media_counts",
        images=words.number(series.images),
        videos=words.number(series.videos),
        operation=series.operation,
    )
    listed = contents.media[:_LISTED]
    rows = (
        tag("tr", tag("td", tag("code", one.sha256)), tag("td", words.number(one.size), " B", class_="n"))
        for one in listed
    )
    return tag(
        "section",
        tag("h2", words.say("media")),
        tag("p", counts, " ", words.say("no_originals")),
        tag("p", words.say("media_list", count=words.number(len(contents.media))), class_="quiet") if listed else None,
        tag("table", tag("tbody", *rows)) if listed else None,
    )


def _owner(one: Handling, words: Words) -> Html:
    given = None
    if one.permission is not None:
        text = words.labelled("permission", f"{one.permission.reference} ({words.day(one.permission.at)})")
        given = tag("p", foreign(text), class_="quiet")
    return tag(
        "tr",
        tag("td", tag("b", words.labelled("owner", one.owner)), tag("p", f"{one.code.value} · TLP:{one.tlp.value}")),
        tag(
            "td",
            tag("p", words.handling(one.code.value)),
            tag("p", words.handling(one.tlp.value)),
            tag("p", foreign(one.restriction)) if one.restriction else None,
            given,
        ),
    )
