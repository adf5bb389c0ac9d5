"""The media list that other systems take: one agency's own media of an operation or a series, in their formats.

Only what the acting officer's agency contributed is listed: hashes and paths of others are theirs to give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from sightline.agencies.access import Acting
from sightline.leads.formats.icse import IcseRow
from sightline.leads.formats.vics.model import Case, Media, MediaFile, Pair
from sightline.media.model import Json
from sightline.operations import store as operation_store
from sightline.operations.model import Operation
from sightline.series import store as series_store
from sightline.series.media import store as media_store

NOT_TOLD = (
    "regions and crops", "clues and their reasons", "links", "the likely country and its probability",
    "handling codes and legal bases", "custody",
)  # fmt: skip
"""What no such list has a place for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMedia:
    """One content with the paths the agency contributed it under and the titles of the series it is in."""

    content: media_store.Media
    paths: tuple[str, ...]
    series: tuple[str, ...]
    metadata: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list and what is not in it: media that only others contributed, files without a hash."""

    operation: Operation
    agency: str
    media: tuple[ListedMedia, ...]
    of_others: int
    without_hash: int
    not_told: tuple[str, ...] = NOT_TOLD

    @property
    def subjects(self) -> tuple[str, ...]:
        """The media as custody entries name them."""
        return tuple(one.content.subject for one in self.media)

    @property
    def left_out(self) -> dict[str, int]:
        """Why media are not in the list -> how many."""
        return {"of other agencies": self.of_others, "without a hash": self.without_hash}


def own_media(acting: Acting, operation: Operation, series: int | None) -> Listed:
    """The media of the officer's own agency in an operation, or in one series of it. Raises `NotFound`."""
    wanted = _wanted(acting, operation, series)
    agency = acting.officer.agency
    files: dict[int, list[str]] = {}
    contents: dict[int, media_store.Media] = {}
    without_hash = 0
    for one in operation_store.list_contributions(acting, operation.id):
        if one.agency != agency:
            continue
        for file, content in media_store.of_contribution(acting, one.id):
            if content is None:
                without_hash += series is None
            elif content.id in wanted:
                contents[content.id] = content
                files.setdefault(content.id, []).append(file.path)
    titles = _titles(acting, operation, list(contents))
    media = tuple(
        ListedMedia(
            content=contents[number],
            paths=tuple(dict.fromkeys(files[number])),
            series=tuple(titles.get(number, ())),
            metadata=media_store.metadata_of(acting, number),
        )
        for number in sorted(contents)
    )
    return Listed(
        operation=operation, agency=agency, media=media, of_others=len(wanted - contents.keys()),
        without_hash=without_hash,
    )  # fmt: skip


def vics_case(listed: Listed) -> Case:
    """The case of a VICS list: the operation, as the agency's own."""
    name = f"sightline:{listed.agency}:{listed.operation.code}"
    return Case(
        case_id=str(uuid5(NAMESPACE_URL, name)), number=listed.operation.code, organization=listed.agency,
        application="Sightline",
    )  # fmt: skip


def as_vics(one: ListedMedia) -> Media:
    """One entry of a VICS list. A comma would cut a series' name in two there, so it becomes a semicolon."""
    paths = [path.replace("/", "\\") for path in one.paths]
    return Media(
        media_id=one.content.id,
        md5=one.content.md5.upper(),
        sha1=one.content.sha1.upper(),
        size=one.content.size,
        mime=one.content.mime or "",
        path=paths[0],
        series=tuple(title.replace(",", ";") for title in one.series),
        files=tuple(MediaFile(name=path.rpartition("\\")[2], path=path) for path in paths),
        hashes=(Pair(name="SHA256", value=one.content.sha256.upper()),),
        metadata=tuple(Pair(name=name, value=_text(value)) for name, value in sorted(one.metadata.items())),
    )


def as_icse(one: ListedMedia) -> IcseRow:
    """One line of an ICSE hash list."""
    return IcseRow(
        md5=one.content.md5,
        sha1=one.content.sha1,
        image_id=str(one.content.id),
        series="; ".join(one.series),
        submissions=len(one.paths),
        file_available=True,
        media_type=one.content.kind or "",
    )


def _wanted(acting: Acting, operation: Operation, series: int | None) -> set[int]:
    if series is None:
        return {one.id for one in media_store.of_operation(acting, operation.id)}
    return set(series_store.media_of(acting, series_store.by_number(acting, series).id))


def _titles(acting: Acting, operation: Operation, media: list[int]) -> dict[int, list[str]]:
    names = {one.id: one.title for one in series_store.list_series(acting, operation.id)}
    found = series_store.series_of(acting, media)
    return {number: [names[one] for one in ids if one in names] for number, ids in found.items()}


def _text(value: Json) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
