"""The figures such an operation publishes, each with the rows it comes from. Three kinds of success, never one number."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.agencies.access import Acting
from sightline.agencies.store import list_agencies, list_officers
from sightline.kernel.blobs import Blobs
from sightline.kernel.errors import UsageError
from sightline.leads import store
from sightline.leads.model import Lead, LeadState
from sightline.media.model import MediaKind
from sightline.operations import store as operation_store
from sightline.operations.model import Operation
from sightline.places import store as place_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.media.model import Media, MediaFile
from sightline.series.model import Status

OUT = frozenset({LeadState.SENT, LeadState.ACKNOWLEDGED, LeadState.IN_WORK, LeadState.RETURNED, LeadState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published number and where it comes from. rows: what was counted, where that is short; all of it: `trace`."""

    name: str
    value: float
    source: str
    rows: tuple[str, ...] = ()


def figures(acting: Acting, blobs: Blobs, operation: Operation) -> list[Figure]:
    """All figures of an operation, in the order in which releases print them."""
    kept = store.list_leads(acting, blobs, operation.id)
    return [
        *_who(acting, operation),
        *_material(acting, operation),
        *_series(acting, operation),
        *_leads(acting, operation, [one.lead for one in kept]),
        *_outcomes(acting, [str(one.lead.number) for one in kept if one.lead.number]),
    ]


def trace(acting: Acting, blobs: Blobs, operation: Operation, name: str) -> list[str]:
    """The rows that one figure counts or sums up, each in one line. Raises `UsageError` for a figure there is none of.

    Sums name the amount behind the row: `hours of video` in seconds, `gigabytes` in bytes.
    """
    found = next((one for one in figures(acting, blobs, operation) if one.name == name), None)
    if found is None:
        raise UsageError(f"There is no figure {name!r}; `sightline figures` lists them.")
    if found.rows or not found.value:
        return list(found.rows)
    if name == "days":
        return [operation.starts.isoformat(), operation.ends.isoformat()]
    if name == "series":
        return [f"S{one.id}" for one in series_store.list_series(acting, operation.id)]
    files, contents = _files(acting, operation)
    if name == "files":
        return [f"{file.agency} {media.sha256 if media else file.refusal_code} {file.path}" for file, media in files]
    if name == "hours of video":
        return [f"{one.sha256} {one.duration}" for one in contents if one.kind is MediaKind.VIDEO]
    return [f"{one.sha256} {one.size}" for one in contents]


def _files(acting: Acting, operation: Operation) -> tuple[list[tuple[MediaFile, Media | None]], list[Media]]:
    """Every occurrence, and the distinct contents among them."""
    contributions = operation_store.list_contributions(acting, operation.id)
    files = [pair for one in contributions for pair in media_store.of_contribution(acting, one.id)]
    return files, list({media.id: media for _, media in files if media is not None}.values())


def _who(acting: Acting, operation: Operation) -> list[Figure]:
    agencies = {one.code: one for one in list_agencies(acting.connection) if one.code in operation.agencies}
    officers = [one.handle for one in list_officers(acting.connection) if one.agency in agencies]
    countries = sorted({one.country for one in agencies.values() if one.country})
    days = (operation.ends - operation.starts).days + 1
    return [
        Figure(name="days", value=days, source="first to last day of the operation"),
        Figure(name="experts", value=len(officers), source="active officers of the agencies", rows=tuple(officers)),
        Figure(name="countries", value=len(countries), source="countries of the agencies", rows=tuple(countries)),
        Figure(name="agencies", value=len(agencies), source="agencies that joined", rows=tuple(sorted(agencies))),
    ]


def _material(acting: Acting, operation: Operation) -> list[Figure]:
    contributions = operation_store.list_contributions(acting, operation.id)
    files, contents = _files(acting, operation)
    hours = sum(media.duration or 0.0 for media in contents if media.kind is MediaKind.VIDEO) / 3600
    size = sum(media.size for media in contents) / 1e9
    return [
        Figure(
            name="contributions",
            value=len(contributions),
            source="contributions",
            rows=tuple(f"{one.agency} {one.case_reference}" for one in contributions),
        ),
        Figure(name="files", value=len(files), source="media files, each occurrence"),
        Figure(name="distinct media", value=len(contents), source="media, by SHA-256"),
        Figure(name="gigabytes", value=round(size, 6), source="sizes of the distinct media"),
        Figure(name="hours of video", value=round(hours, 4), source="durations of the distinct videos"),
    ]


def _series(acting: Acting, operation: Operation) -> list[Figure]:
    series = series_store.list_series(acting, operation.id)
    touched = [one for one in series if one.status not in {Status.RECEIVED, Status.OPEN}]
    answers = place_store.located(acting)
    countries = [f"S{one.id} {answers[one.id]}" for one in series if answers.get(one.id)]
    return [
        Figure(name="series", value=len(series), source="series that are not merged away"),
        Figure(name="series analysed", value=len(touched), source="series past `open`", rows=_names(touched)),
        Figure(
            name="likely country found",
            value=len(countries),
            source="newest hypothesis that does not abstain",
            rows=tuple(countries),
        ),
    ]


def _leads(acting: Acting, operation: Operation, leads: list[Lead]) -> list[Figure]:
    host = {one.code: one for one in list_agencies(acting.connection)}[operation.host].country
    sent = [lead for lead in leads if lead.state in OUT]
    home = [str(lead.number) for lead in sent if lead.contents.recipient.country == host]
    abroad = [str(lead.number) for lead in sent if lead.contents.recipient.country != host]
    countries = sorted({lead.contents.recipient.country for lead in sent})
    return [
        Figure(
            name="leads domestic",
            value=len(home),
            source="lead packages sealed for the host's country",
            rows=tuple(home),
        ),
        Figure(
            name="leads foreign",
            value=len(abroad),
            source="lead packages sealed for other countries",
            rows=tuple(abroad),
        ),
        Figure(
            name="countries receiving",
            value=len(countries),
            source="recipients of those packages",
            rows=tuple(countries),
        ),
    ]


def _outcomes(acting: Acting, numbers: list[str]) -> list[Figure]:
    answers = store.answers_to(acting, numbers)
    # A later outcome of the same lead replaces an earlier one: they report the same people again.
    last = {one.lead_number: one for one in sorted(answers, key=lambda one: one.at) if one.kind == "outcome"}
    receipts = tuple(one.lead_number for one in answers if one.kind == "receipt")
    found = [Figure(name="receipts", value=len(receipts), source="signed receipts", rows=receipts)]
    for name in ("probable", "positive", "safeguarded", "adult", "deceased", "arrests"):
        counted = {number: int(one.body["counts"][name]) for number, one in last.items()}
        rows = tuple(f"{number}: {count}" for number, count in counted.items() if count)
        found.append(Figure(name=name, value=sum(counted.values()), source="latest outcome of each lead", rows=rows))
    return found


def _names(series: list[series_store.Series]) -> tuple[str, ...]:
    return tuple(f"S{one.id}" for one in series)
