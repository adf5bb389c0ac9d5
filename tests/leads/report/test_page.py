"""The report says what must be said, in five languages, and can do nothing but be seen."""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from sightline.leads.model import (
    ClueFigure,
    CountryShare,
    Handling,
    HandlingCode,
    Hypothesis,
    Letter,
    Nature,
    Permission,
    Tlp,
)
from sightline.leads.report.catalogue import Words, languages
from sightline.leads.report.markup import foreign, tag, visible
from sightline.leads.report.page import POLICY, render
from tests.leads.conftest import DAY, NOW

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x' "
    "javascript:alert(1) &lt; {braces} %s \u202egpj.exe\x00"
)


def letter(world, **more):
    return Letter(number="BE-DJSOC-2026-000001", sealed_at=NOW, marks=world.approved.marks, **more)


class Page(HTMLParser):
    """Collects elements and attributes, and checks that every element is closed in its turn."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.words, self._open = [], [], [], []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in {"img", "meta", "br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def test_the_page_says_all_that_must_be_said(world):
    page = Page(render(world.draft.contents, letter(world)).html)
    for words in (
        "BE-DJSOC-2026-000001",
        "A lead, not proof.",
        "Made inFrancevery likely, 83%",
        "Belgium: highly unlikely, 11%",
        "Who lives there.",
        "Not known elsewhere",
        "this operation and national database",
        "desk@police.example",
        "Not as evidence in court",
        "TLP:AMBER",
        "Prüm decision, art. 7",
        "Proposed: An Officer (BE-DJSOC)",
        "Approved: Another Officer (BE-DJSOC)",
        "31 matched points",
        "not confirmed by a person",
        "moderate",
        "Belgium, 40%",
        "1 May 2026",
    ):
        assert words in page.text, words


def test_it_runs_nothing_and_fetches_nothing(world):
    contents = world.draft.contents
    hostile = replace(
        contents,
        summary=HOSTILE,
        legal_basis=HOSTILE,
        purpose=HOSTILE,
        not_known=(HOSTILE,),
        series=replace(contents.series, reference=HOSTILE, operation=HOSTILE),
        sender=replace(contents.sender, name=HOSTILE),
        clues=tuple(
            replace(one, value=HOSTILE, reason=HOSTILE, kind=HOSTILE, against=HOSTILE) for one in contents.clues
        ),
        crops=tuple(replace(one, caption=HOSTILE) for one in contents.crops),
        links=tuple(replace(one, reason=HOSTILE, kind=HOSTILE, left=HOSTILE) for one in contents.links),
        hypothesis=replace(contents.hypothesis, prior=HOSTILE, method=HOSTILE),
        media=tuple(replace(one, sha256=HOSTILE) for one in contents.media),
        answer_to=replace(contents.answer_to, unit=HOSTILE, email=HOSTILE),
        deconfliction=replace(contents.deconfliction, note=HOSTILE, checked_against=(HOSTILE,)),
    )
    harmless = Page(render(contents, letter(world)).html)
    html = render(hostile, letter(world, urgent_reason=HOSTILE)).html
    page = Page(html)
    assert set(page.elements) <= set(harmless.elements) | {"strong"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    links = [value for _, name, value in page.attributes if name in {"src", "href", "action", "srcset", "data"}]
    assert links
    assert all(value.startswith("data:image/jpeg;base64,") for value in links)
    assert "\u202e" not in html
    assert "\x00" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert ("meta", "content", POLICY) in page.attributes


def test_every_crop_is_inside_the_page(world):
    page = Page(render(world.draft.contents, letter(world)).html)
    pictures = [value for element, name, value in page.attributes if (element, name) == ("img", "src")]
    assert len(pictures) == 2
    captions = [value for element, name, value in page.attributes if (element, name) == ("img", "alt")]
    assert captions == ["Crop: Socket beside the window", "Crop: Writing on the bag"]


def test_the_same_lead_gives_the_same_page(world):
    contents = world.draft.contents
    assert render(contents, letter(world)) == render(contents, letter(world))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Une piste, pas une preuve.", "très probable, 83", "Belgique", "2 mars 2026", "Fiche ou prise")),
        ("nl", ("Een spoor, geen bewijs.", "zeer waarschijnlijk, 83%", "België", "Frankrijk")),
        ("de", ("Ein Hinweis, kein Beweis.", "sehr wahrscheinlich, 83", "Frankreich", "2. März 2026")),
        ("es", ("Una pista, no una prueba.", "muy probable, 83", "Francia", "2 marzo 2026")),
        ("fr-BE", ("Une piste, pas une preuve.",)),
        ("tlh", ("A lead, not proof.",)),
    ],
)
def test_it_speaks_the_receiver_s_language(world, language, words):
    found = Page(render(replace(world.draft.contents, language=language), letter(world)).html).text
    assert [one for one in words if one.replace(". März", " März") not in found] == []


def test_every_phrase_is_there_in_every_language_with_the_same_blanks():
    raw = tomllib.loads(files("sightline.leads.report").joinpath("words.toml").read_text(encoding="utf-8"))
    for table in ("words", "handling"):
        for key, phrases in raw[table].items():
            assert len(phrases) == len(languages()), key
            assert all(phrase.strip() or key == "colon" for phrase in phrases), key
            blanks = [sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name) for phrase in phrases]
            assert len({tuple(one) for one in blanks}) == 1, key
    for scale in ("sure", "support"):
        bounds = [step["below"] for step in raw[scale]]
        assert bounds == sorted(bounds)
        assert all(len(step["words"]) == len(languages()) for step in raw[scale])


def test_no_phrase_is_left_over():
    folder = files("sightline.leads.report")
    raw = tomllib.loads(folder.joinpath("words.toml").read_text(encoding="utf-8"))
    source = "".join(one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".py"))
    assert [key for key in raw["words"] if f'"{key}"' not in source] == []


@pytest.mark.parametrize(
    ("share", "written"),
    [(1.0, "> 99.9%"), (0.0, "< 0.1%"), (0.5, "50%"), (0.999, "99.9%"), (0.021, "2.1%"), (0.1, "10%")],
)
def test_a_probability_is_never_nought_or_certain(share, written):
    assert Words.of("en").percent(share) == written


def test_who_knows_nothing_says_so(world):
    contents = replace(
        world.draft.contents,
        hypothesis=Hypothesis(shares=(CountryShare(country="FR", probability=0.1),), abstains=True),
        clues=(),
        crops=(),
        links=(),
        not_known=(),
        media=(),
    )
    page = Page(render(contents, Letter(number="X-2026-000001", sealed_at=NOW, marks=())).html)
    assert "We cannot say in which country it was made." in page.text
    assert "No clue is part of this package." in page.text
    assert "Draft: no officer has signed this yet." in page.text
    assert "Who is in the series, when exactly it was made, and by whom." in page.text


def test_urgency_permissions_and_restrictions_are_loud(world):
    given = Permission(owner="NL-TBKK", country="FR", given_by="A. Chief", at=NOW - DAY, reference="NL-2026-12")
    theirs = Handling(
        owner="NL-TBKK", code=HandlingCode.H3, tlp=Tlp.RED, restriction="Only for this series.", permission=given
    )
    contents = replace(world.draft.contents, handling=(theirs,))
    page = Page(render(contents, letter(world, urgent_reason="A child is in danger tonight.")).html)
    assert page.text.index("Urgent: released by one officer") < page.text.index("What we believe")
    for words in ("A child is in danger tonight.", "Only for this series.", "NL-2026-12", "H3TLP:RED"):
        assert words in page.text


def test_text_of_others_cannot_turn_or_hide():
    assert visible("a\u202eb\u200fc\x07d") == "a⟦U+202E⟧b⟦U+200F⟧c⟦U+0007⟧d"
    assert foreign("سلام <b>") == "<bdi>سلام &lt;b&gt;</bdi>"
    assert tag("p", "x", class_='a" onclick="y') == '<p class="a&quot; onclick=&quot;y">x</p>'


def test_an_unconfirmed_machine_clue_is_marked_and_a_person_s_is_not(world):
    seen = ClueFigure(kind="plug", value="E", reason="r", seen_by="officer:2", nature=Nature.FACT)
    page = Page(render(replace(world.draft.contents, clues=(seen,), crops=()), letter(world)).html)
    assert "Seen by an officer" in page.text
    assert "not confirmed" not in page.text


def test_the_plain_text_names_every_file_and_the_next_step(world):
    readme = render(world.draft.contents, letter(world)).readme
    for name in ("report.html", "lead.json", "lead.jsonld", "media.vics.json", "crops/", "sender.card.json"):
        assert re.search(rf"^  {re.escape(name)} ", readme, re.MULTILINE)
    assert "A lead, not proof." in readme
    assert "quotes BE-DJSOC-2026-000001" in readme
