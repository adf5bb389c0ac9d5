"""Two agencies, three officers and one harmless lead, made anew for every test that asks."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageDraw

from sightline.leads.directory import Directory, Partner
from sightline.leads.keys import AgencyKeys, make_agency_keys, make_signing_key
from sightline.leads.marks import OfficerKey
from sightline.leads.model import (
    ClueFigure,
    Contact,
    Contents,
    CountryShare,
    Crop,
    Deconfliction,
    EvidenceGroup,
    Grade,
    Handling,
    HandlingCode,
    Hypothesis,
    Known,
    Lead,
    LinkFigure,
    MediaListed,
    Nature,
    PackageNumber,
    Party,
    SeriesReference,
    Tlp,
)
from sightline.leads.package import SealOrder
from sightline.leads.sealing import Desk
from sightline.leads.states import approve, propose

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def agency(country: str, code: str, name: str, language: str = "en") -> AgencyKeys:
    return make_agency_keys(country, code, name, (NOW - 30 * DAY, NOW + 300 * DAY), language)


def officer(name: str, code: str = "BE-DJSOC") -> OfficerKey:
    return OfficerKey(name=name, agency=code, key=make_signing_key())


def trusted(*keys: AgencyKeys) -> Directory:
    return Directory([Partner(card=one.card, entered_by="first", confirmed_by="second") for one in keys])


def picture(color: str = "tan", size: tuple[int, int] = (64, 48)) -> bytes:
    image = Image.new("RGB", size, color)
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 3, size[1] // 3, size[0] // 2, size[1] // 2), fill="white", outline="black")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def make_contents(sender: AgencyKeys, recipient: AgencyKeys) -> Contents:
    media = tuple(
        MediaListed(
            sha256=f"{place:064x}",
            md5=f"{place:032x}",
            sha1=f"{place:040x}",
            size=1000 + place,
            mime="image/jpeg",
            paths=(f"DCIM/IMG_{place}.jpg", f"backup/copy {place}.jpg"),
        )
        for place in (1, 2)
    )
    return Contents(
        series=SeriesReference(reference="BE-17", operation="Lantern", images=14, videos=2),
        recipient=Party(country="FR", agency="FR-OFMIN", name="Office mineurs"),
        sender=Party(country="BE", agency="BE-DJSOC", name="Federal Judicial Police"),
        answer_to=Contact(unit="Operation Lantern desk", email="desk@police.example", channel="I-24/7"),
        handling=(Handling(owner="BE-DJSOC", code=HandlingCode.H1, tlp=Tlp.AMBER),),
        legal_basis="Prüm decision, art. 7",
        purpose="Identify and protect the victim of the series",
        expires=NOW + 60 * DAY,
        hypothesis=Hypothesis(
            shares=(CountryShare(country="FR", probability=0.83), CountryShare(country="BE", probability=0.11)),
            set90=("FR", "BE"),
            prior="every territory alike",
            groups=(
                EvidenceGroup(name="writing", log10_ratio=1.4, without=CountryShare(country="BE", probability=0.4)),
                EvidenceGroup(name="plug", log10_ratio=0.6),
            ),
            method="places/1",
        ),
        clues=(
            ClueFigure(
                kind="plug",
                value="E",
                reason="Round recess with an earth pin",
                seen_by="officer:3",
                nature=Nature.FACT,
                group="plug",
                confirmed_by="officer:3",
                crops=("socket",),
            ),
            ClueFigure(
                kind="writing",
                value="<b>soldes</b> d'été",
                reason="French word on a bag & <script>alert(1)</script>",
                seen_by="machine:writing/3.10.0",
                nature=Nature.ASSESSMENT,
                group="writing",
                crops=("bag",),
            ),
        ),
        deconfliction=Deconfliction(
            known=Known.NOT_KNOWN, checked_against=("this operation", "national database"), checked_at=NOW - DAY
        ),
        grade=Grade(source="A", information=2),
        crops=(
            Crop(name="socket", jpeg=picture(), caption="Socket beside the window", media=media[0].sha256),
            Crop(name="bag", jpeg=picture("steelblue"), caption="Writing on the bag"),
        ),
        links=(
            LinkFigure(
                kind="same scene",
                strength="verified",
                left=media[0].sha256,
                right=media[1].sha256,
                reason="31 matched points",
                verdict="confirmed",
            ),
        ),
        media=media,
        summary="A room with a French socket and a French bag.",
        not_known=("Who lives there.", "When the pictures were taken."),
    )


@dataclass(frozen=True)
class World:
    sender: AgencyKeys
    recipient: AgencyKeys
    stranger: AgencyKeys
    first: OfficerKey
    second: OfficerKey
    draft: Lead

    @property
    def approved(self) -> Lead:
        return approve(propose(self.draft, self.first, NOW), self.second, "fr", NOW)

    def order(self, serial: int = 1) -> SealOrder:
        number = PackageNumber(sender="BE-DJSOC", year=2026, serial=serial)
        return SealOrder(number=number, sender=self.sender, recipients=(self.recipient.card,), now=NOW)

    def desk(self, **changes: object) -> Desk:
        given = {"keys": self.recipient, "directory": trusted(self.sender), "seen": frozenset(), "now": NOW + DAY}
        return Desk(**{**given, **changes})


@pytest.fixture(scope="session")
def world() -> World:
    sender = agency("BE", "BE-DJSOC", "Federal Judicial Police")
    recipient = agency("FR", "FR-OFMIN", "Office mineurs", "fr")
    return World(
        sender=sender,
        recipient=recipient,
        stranger=agency("NL", "NL-TBKK", "Team"),
        first=officer("An Officer"),
        second=officer("Another Officer"),
        draft=Lead(id=7, contents=make_contents(sender, recipient)),
    )
