"""VICS 1.3 and 2.0 JSON, written as a stream: real booleans, no BOM, counts that were counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sightline.leads.formats.vics.model import Case, Header, Media, MediaFile, Pair, Segment
from sightline.leads.formats.vics.names import CASE, FILE, MEDIA
from sightline.leads.model import Contents, MediaListed
from sightline.media.model import Json

V1, V2 = "1.3", "2.0"


def context(header: Header) -> tuple[str, str]:
    """The key and value of the line that says version, region and entity."""
    if header.version.startswith("1."):
        base = f"http://github.com/ICMEC/ProjectVic/DataModels/{header.version}.xml"
        return "odata.metadata", f"{base}#{header.entity}"
    base = f"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/{header.version}.xml/{header.region or 'Default'}"
    return "@odata.context", f"{base}/$metadata#{header.entity}"


def write_case(header: Header, case: Case, media: Iterable[Media]) -> Iterator[str]:
    """One case with its media as pieces of JSON text; `media` may be a generator of any length.

    The total is written after the media, because only then is it known.
    """
    key, value = context(header)
    opening: dict[str, Json] = {key: value, "value": []}
    about = case_object(case)
    about.pop("TotalMediaFiles", None)
    yield json.dumps(opening, ensure_ascii=False)[:-2] + json.dumps(about, ensure_ascii=False)[:-1] + ',"Media":['
    count = 0
    for one in media:
        count += len(one.files) or 1
        yield ("," if count > (len(one.files) or 1) else "") + "\n" + json.dumps(media_object(one, header.version))
    yield f'],"TotalMediaFiles":{count}}}]}}\n'


def write_hash_set(header: Header, media: Iterable[Media]) -> Iterator[str]:
    """Media without a case: a hash set."""
    key, value = context(header)
    yield json.dumps({key: value, "value": []})[:-2]
    for place, one in enumerate(media):
        yield ("," if place else "") + "\n" + json.dumps(media_object(one, header.version))
    yield "]}\n"


def case_object(case: Case) -> dict[str, Json]:
    """A case as VICS names its fields, without its media."""
    found = _named(case, CASE)
    if case.properties:
        found["CaseMetadata"] = [_pair(one) for one in case.properties]
    return {**case.extra, **found}


def media_object(media: Media, version: str = V2) -> dict[str, Any]:
    """An entry as VICS names its fields. In 1.x PhotoDNA travels among the alternative hashes."""
    found: dict[str, Any] = {**media.extra, **_named(media, MEDIA), "Category": media.category}
    hashes = list(media.hashes)
    if version.startswith("1.") and media.photodna:
        found.pop("PhotoDNA")
        hashes.append(Pair(name="PhotoDNA", value=media.photodna))
    key: dict[str, Json] = {"MD5": media.md5}
    children: dict[str, Sequence[dict[str, Json]]] = {
        "MediaFiles": [_file(one) for one in media.files],
        "AlternativeHashes": [{"HashName": one.name, "HashValue": one.value} for one in hashes],
        "Exifs": [_pair(one) for one in media.exifs],
        "MediaMetadata": [_pair(one) for one in media.metadata],
        "Segments": [_segment(one) for one in media.segments],
        "Repositories": [{"RepositoryName": one} for one in media.repositories],
    }
    return found | {name: [{**key, **row} for row in rows] for name, rows in children.items() if rows}


def not_held(media: Iterable[Media], version: str) -> set[str]:
    """Which facts of `media` the given version has no field for: said, never dropped in silence."""
    if not version.startswith("1."):
        return set()
    return {"MediaMetadata" for one in media if one.metadata}


def lead_media_list(contents: Contents, number: str) -> dict[str, Json]:
    """A lead's media as a VICS 2.0 case. It holds the list only; what VICS has no place for is in the CASE graph."""
    header = Header(version=V2, region="Default", entity="Cases")
    case = Case(
        case_id=str(uuid5(NAMESPACE_URL, f"sightline:{number}")),
        number=number,
        organization=contents.sender.name,
        contact_name=contents.answer_to.person or contents.answer_to.unit,
        contact_phone=contents.answer_to.phone,
        contact_email=contents.answer_to.email,
        application="Sightline",
        total_files=sum(len(one.paths) or 1 for one in contents.media),
    )
    key, value = context(header)
    rows = [_listed(place, one, contents.series.reference) for place, one in enumerate(contents.media, start=1)]
    about = case_object(case)
    about["Media"] = [media_object(row) for row in rows]
    return {key: value, "value": [about]}


def _listed(place: int, media: MediaListed, series: str) -> Media:
    files = tuple(
        MediaFile(name=path.replace("\\", "/").rpartition("/")[2], path=path.replace("/", "\\")) for path in media.paths
    )
    return Media(
        media_id=place,
        md5=media.md5.upper(),
        sha1=media.sha1.upper(),
        size=media.size,
        mime=media.mime,
        path=files[0].path if files else "",
        series=(series,),
        files=files,
        hashes=(Pair(name="SHA256", value=media.sha256.upper()),),
    )


def _named(source: Any, names: Sequence[tuple[str, str, str]]) -> dict[str, Json]:
    """The fields that say something. Empty text and None are left out: the reader gives them back as such."""
    known = {part.name for part in fields(source)}
    found: dict[str, Json] = {}
    for name, field, kind in names:
        if field not in known:
            continue
        value: Any = getattr(source, field)
        if kind == "list":
            value = ",".join(value)
        if value is not None and value != "":
            found[name] = value
    return found


def _pair(one: Pair) -> dict[str, Json]:
    return {"PropertyName": one.name, "PropertyValue": one.value}


def _file(one: MediaFile) -> dict[str, Json]:
    return {**one.extra, "FileName": one.name, "FilePath": one.path, **_named(one, FILE)}


def _segment(one: Segment) -> dict[str, Json]:
    row: Mapping[str, Json] = {"SegmentIndex": one.index, "Start": one.start, "End": one.end, "Category": one.category}
    return dict(row)
