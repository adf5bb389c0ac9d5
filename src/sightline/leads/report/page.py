"""The whole report: one HTML file that runs no script, fetches nothing and prints; and the plain text beside it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from sightline.leads.handling import strictest
from sightline.leads.model import Contents, Letter
from sightline.leads.report.catalogue import Words
from sightline.leads.report.evidence import clues, links, weights
from sightline.leads.report.markup import Html, foreign, join, tag, visible
from sightline.leads.report.places import alternatives, belief
from sightline.leads.report.terms import deconfliction, handling, media, next_steps, signatures, unknown

# Style only inside the page, pictures only as data: the page can do nothing but be seen.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The page, and the plain text that lies beside it in the package."""

    html: str
    readme: str


def render(contents: Contents, letter: Letter) -> Report:
    """The report in the receiver's language. The same lead always gives the same bytes."""
    words = Words.of(contents.language)
    body = tag(
        "body",
        _header(contents, letter, words),
        tag(
            "main",
            _warnings(letter, words),
            belief(contents, words),
            next_steps(contents, letter, words),
            clues(contents, words),
            weights(contents, words),
            tag("div", alternatives(contents, words), unknown(contents, words), class_="columns"),
            links(contents, words),
            tag("div", deconfliction(contents, words), signatures(letter, words), class_="columns"),
            handling(contents, words),
            media(contents, words),
        ),
        tag("footer", tag("span", f"{words.say('number')} {letter.number}"), tag("span", words.say("footer"))),
    )
    page = tag("html", _head(contents, letter, words), body, lang=words.language)
    return Report(html=f"<!doctype html>\n{page}\n", readme=_readme(contents, letter, words))


def _head(contents: Contents, letter: Letter, words: Words) -> Html:
    style = files("sightline.leads.report").joinpath("style.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex"),
        tag("title", f"{letter.number} · {words.say('title', series=contents.series.reference)}"),
        tag("style", Html(style)),
    )


def _header(contents: Contents, letter: Letter, words: Words) -> Html:
    code, tlp = strictest(contents.handling)
    facts = (
        ("from", f"{contents.sender.name} ({contents.sender.country})"),
        ("to", f"{contents.recipient.name} ({contents.recipient.country})"),
        ("number", letter.number),
        ("sealed", words.moment(letter.sealed_at)),
        ("expires", words.day(contents.expires)),
    )
    return tag(
        "header",
        tag(
            "div",
            tag("span", words.say("report")),
            tag(
                "span",
                tag("span", code.value, class_="mark"),
                tag("span", f"TLP:{tlp.value}", class_=f"mark {tlp.value}"),
                class_="marks",
            ),
            class_="strip",
        ),
        tag("h1", words.say("title", series=contents.series.reference)),
        tag("p", foreign(contents.summary), class_="lead") if contents.summary else None,
        tag(
            "dl",
            *(tag("div", tag("dt", words.say(key)), tag("dd", foreign(value))) for key, value in facts),
            class_="facts",
        ),
    )


def _warnings(letter: Letter, words: Words) -> Html:
    urgent = None
    if letter.urgent_reason:
        text = tag("p", words.say("urgent_why"), " ", foreign(letter.urgent_reason))
        urgent = tag("div", tag("strong", words.say("urgent")), text, class_="note hot", role="note")
    proof = tag("p", words.say("not_proof_why"))
    return join(urgent, tag("div", tag("strong", words.say("not_proof")), proof, class_="note", role="note"))


def _readme(contents: Contents, letter: Letter, words: Words) -> str:
    inside = (
        ("report.html", "readme_report"),
        ("lead.json", "readme_lead"),
        ("lead.jsonld", "readme_graph"),
        ("media.vics.json", "readme_list"),
        ("crops/", "readme_crops"),
        ("custody/", "readme_proof"),
        ("sender.card.json", "readme_card"),
    )
    steps = ("step_receipt", "step_verify", "step_refuse", "step_outcome")
    answer = contents.answer_to
    ways = (answer.unit, answer.person, answer.email, answer.phone, answer.channel)
    lines = [
        f"{words.say('report')} {letter.number}",
        words.labelled("from", f"{contents.sender.name} ({contents.sender.country})"),
        words.labelled("to", f"{contents.recipient.name} ({contents.recipient.country})"),
        words.labelled("expires", words.day(contents.expires)),
        "",
        f"{words.say('not_proof')} {words.say('not_proof_why')}",
        "",
        words.say("next"),
        *(f"{place}. {words.say(step, number=letter.number)}" for place, step in enumerate(steps, start=1)),
        "",
        words.labelled("answer_to", ", ".join(part for part in ways if part)),
        "",
        words.say("readme_files"),
        *(f"  {name:<18}{words.say(key)}" for name, key in inside),
    ]
    return "\n".join(visible(line) for line in lines) + "\n"
