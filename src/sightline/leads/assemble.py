"""Gather what a lead says: the clues with reasons, the hypothesis, links, crops, de-confliction. Never an original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sightline.agencies.access import Acting
from sightline.clues import store as clue_store
from sightline.clues.model import Clue, ClueState
from sightline.kernel.blobs import Blobs
from sightline.kernel.errors import UsageError
from sightline.leads import store
from sightline.leads.deconflict import deconflict
from sightline.leads.keys import KeyCard
from sightline.leads.model import (
    ClueFigure,
    Contact,
    Contents,
    CountryShare,
    Crop,
    EvidenceGroup,
    Grade,
    Handling,
    Hypothesis,
    LinkFigure,
    MediaListed,
    Nature,
    Party,
    SeriesReference,
    Tlp,
)
from sightline.matching import store as link_store
from sightline.matching.model import Strength, Verdict
from sightline.media.decoder import Decoder
from sightline.media.model import MediaKind
from sightline.operations import store as operation_store
from sightline.operations.model import Operation
from sightline.places.hypothesis import ClueStep
from sightline.places.hypothesis import Hypothesis as Located
from sightline.places.locate import locate
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.media.cut import cutter

MOST_CROPS, MOST_LINKS = 12, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the composing officer decides. clues: numbers whose crops go in; None for every confirmed clue's."""

    sender: KeyCard
    recipient: KeyCard
    answer_to: Contact
    expires: datetime
    purpose: str
    summary: str = ""
    grade: Grade = field(default_factory=lambda: Grade(source="B", information=2))
    clues: tuple[int, ...] | None = None
    restriction: str = ""


def assemble(
    acting: Acting, blobs: Blobs, decoder: Decoder, operation: Operation, number: int, choices: Choices
) -> Contents:
    """The contents of a lead on series `number`. Raises `UsageError` when the series holds nothing to say."""
    series = series_store.by_number(acting, number)
    media_ids = series_store.media_of(acting, number)
    clues = [clue for clue in clue_store.of_series(acting, number) if clue.state is not ClueState.REJECTED]
    if not media_ids or not clues:
        raise UsageError(f"Series S{number} has no clues yet; a lead needs a reason. Add or confirm clues first.")
    located = locate(acting, number)
    crops = _crops(acting, blobs, decoder, clues, choices.clues)
    handling, legal = _handling(acting, operation, media_ids, choices)
    return Contents(
        series=_reference(acting, operation, number, media_ids),
        recipient=_party(choices.recipient),
        sender=_party(choices.sender),
        answer_to=choices.answer_to,
        handling=handling,
        legal_basis=legal,
        purpose=choices.purpose,
        expires=choices.expires,
        hypothesis=_hypothesis(located),
        clues=tuple(_clue_figure(clue, located, crops) for clue in clues),
        deconfliction=deconflict(acting, operation, number),
        grade=choices.grade,
        crops=tuple(crops.values()),
        links=_links(acting, media_ids),
        media=_media(acting, media_ids),
        summary=choices.summary,
        not_known=_not_known(located, clues, series.status),
        language=choices.recipient.language,
    )


def without_crops(contents: Contents, names: Sequence[str]) -> Contents:
    """`contents` without the crops of these names. Raises `UsageError` for one that is not there."""
    there = {one.name for one in contents.crops}
    for name in names:
        if name not in there:
            raise UsageError(f"The lead has no crop {name}; it has {', '.join(sorted(there)) or 'none'}.")
    clues = tuple(
        replace(clue, crops=tuple(name for name in clue.crops if name not in names)) for clue in contents.clues
    )
    return replace(contents, crops=tuple(one for one in contents.crops if one.name not in names), clues=clues)


def _party(card: KeyCard) -> Party:
    return Party(country=card.country, agency=card.agency, name=card.name)


def _reference(acting: Acting, operation: Operation, number: int, media_ids: Sequence[int]) -> SeriesReference:
    kinds = Counter(media.kind for media in media_store.many(acting, media_ids).values())
    return SeriesReference(
        reference=f"S{number}", operation=operation.code, images=kinds[MediaKind.IMAGE], videos=kinds[MediaKind.VIDEO]
    )


def _handling(
    acting: Acting, operation: Operation, media_ids: Sequence[int], choices: Choices
) -> tuple[tuple[Handling, ...], str]:
    """The handling of every owner whose material is in the series, with recorded permissions, and the legal bases."""
    mine = {one.contribution_id for media_id in media_ids for one in media_store.files_of(acting, media_id)}
    found: dict[tuple[str, str, str], Handling] = {}
    bases: dict[str, None] = {}
    for contribution in operation_store.list_contributions(acting, operation.id):
        if contribution.id not in mine:
            continue
        bases[f"{contribution.agency}: {contribution.legal_basis}"] = None
        found[(contribution.agency, contribution.handling, contribution.tlp)] = Handling(
            owner=contribution.agency,
            code=contribution.handling,
            tlp=Tlp(contribution.tlp.value.removeprefix("TLP:")),
            restriction=choices.restriction,
            permission=store.permission(acting, contribution.agency, choices.recipient.country),
        )
    return tuple(found.values()), "; ".join(bases)


def _hypothesis(located: Located) -> Hypothesis:
    return Hypothesis(
        shares=tuple(CountryShare(country=code, probability=share) for code, share in located.posterior[:5]),
        set90=located.likely_set,
        prior=located.prior,
        method=f"scheme {located.scheme}",
        abstains=located.abstains is not None,
        groups=tuple(
            EvidenceGroup(
                name=group.key,
                log10_ratio=group.strength,
                without=CountryShare(country=group.without[0][0], probability=group.without[0][1])
                if group.without
                else None,
            )
            for group in located.groups
        ),
    )


def _clue_figure(clue: Clue, located: Located, crops: dict[int, Crop]) -> ClueFigure:
    step = next((step for group in located.groups for step in group.clues if step.clue == clue.id), None)
    aside = next((one.reason for one in located.aside if one.clue == clue.id), "")
    person = not clue.sighting.seen_by.startswith("machine")
    confirmed = clue.state is ClueState.CONFIRMED
    return ClueFigure(
        kind=clue.sighting.kind,
        value=clue.sighting.value[:400],
        reason=_reason(step) if step else aside or "kept as seen",
        seen_by=clue.sighting.seen_by,
        nature=Nature.FACT if confirmed and not person else Nature.ASSESSMENT,
        group=clue.sighting.group or "",
        confirmed_by="an officer" if confirmed else "",
        crops=(crops[clue.id].name,) if clue.id in crops else (),
        against=(step.flag or "") if step else "",
    )


def _reason(step: ClueStep) -> str:
    strongest = ", ".join(f"{code} ({ratio:+.1f})" for code, ratio in step.speaks_for[:3] if ratio > 0)
    note = step.note or step.kind
    return f"{note}: speaks most for {strongest}, as log10 of the ratio against anywhere" if strongest else note


def _crops(
    acting: Acting, blobs: Blobs, decoder: Decoder, clues: Sequence[Clue], wanted: tuple[int, ...] | None
) -> dict[int, Crop]:
    """A JPEG without metadata for each chosen clue that has a region; people are masked."""
    shown = [clue.sighting.media_id for clue in clues if clue.sighting.media_id is not None]
    cut = cutter(acting, blobs, decoder, shown)
    made: dict[int, Crop] = {}
    for clue in clues:
        chosen = clue.id in wanted if wanted is not None else clue.state is ClueState.CONFIRMED
        place = clue.sighting
        if not chosen or place.media_id is None or place.region is None:
            continue
        jpeg = cut(place.media_id, place.region, place.span)
        made[clue.id] = Crop(
            name=f"C{clue.id}",
            jpeg=jpeg,
            caption=f"{place.kind}: {place.value[:120]}",
            media=media_store.by_id(acting, place.media_id).sha256,
        )
        if len(made) == MOST_CROPS:
            break
    return made


def _links(acting: Acting, media_ids: Sequence[int]) -> tuple[LinkFigure, ...]:
    links = [
        link
        for link in link_store.list_links(acting, media_ids=media_ids)
        if link.verdict is not Verdict.REJECTED and link.proposal.strength is not Strength.SIMILAR_LOOK
    ][:MOST_LINKS]
    digests = media_store.many(acting, [side for link in links for side in (link.proposal.left, link.proposal.right)])
    return tuple(
        LinkFigure(
            kind=link.proposal.kind,
            strength=link.proposal.strength,
            left=digests[link.proposal.left].sha256,
            right=digests[link.proposal.right].sha256,
            reason=link_store.in_words(link),
            verdict=link.verdict or "not yet judged by a person",
        )
        for link in links
    )


def _media(acting: Acting, media_ids: Sequence[int]) -> tuple[MediaListed, ...]:
    return tuple(
        MediaListed(
            sha256=media.sha256,
            md5=media.md5,
            sha1=media.sha1,
            size=media.size,
            mime=media.mime or "",
            paths=tuple(file.path for file in media_store.files_of(acting, media.id)),
        )
        for media in media_store.many(acting, media_ids).values()
    )


def _not_known(located: Located, clues: Sequence[Clue], status: str) -> tuple[str, ...]:
    waiting = sum(clue.state is ClueState.PROPOSED for clue in clues)
    sentences = ["The identity of the persons concerned.", f"Status of the series here: {status}."]
    if located.abstains:
        sentences.append(f"The country: {located.abstains}.")
    if waiting:
        sentences.append(f"{waiting} clues were proposed by a machine and no person has confirmed them yet.")
    return tuple(sentences)
