"""A lead as CASE/UCO JSON-LD: what VICS cannot hold (clues, hypothesis, handling, de-confliction, the referral).

Terms: CASE 1.4 / UCO 1.4 and later, `InternationalReferral` of the CAC ontology, and a small documented extension
(`extension.ttl`) for what all of them lack. Every node is named by a UUID made from the package number, so the same
lead always gives the same graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from sightline.kernel.clock import stamp
from sightline.leads.model import (
    ClueFigure,
    Contents,
    CountryShare,
    Crop,
    Handling,
    Letter,
    LinkFigure,
    Mark,
    MediaListed,
    Party,
)
from sightline.media.model import Json

EXTENSION = "urn:sightline:lead:v1:"
PREFIXES: dict[str, Json] = {
    "case": "https://ontology.caseontology.org/case/investigation/",
    "core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "analysis": "https://ontology.unifiedcyberontology.org/uco/analysis/",
    "identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "location": "https://ontology.unifiedcyberontology.org/uco/location/",
    "marking": "https://ontology.unifiedcyberontology.org/uco/marking/",
    "observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "cac": "https://cacontology.projectvic.org/international#",
    "sl": EXTENSION,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node: TypeAlias = dict[str, Any]


def lead_graph(contents: Contents, letter: Letter) -> Node:
    """The whole lead as one JSON-LD document."""
    return _Graph(contents, letter).document()


class _Graph:
    """Builds the nodes of one lead, each with an id that depends only on the lead."""

    def __init__(self, contents: Contents, letter: Letter) -> None:
        self._contents = contents
        self._letter = letter

    def document(self) -> Node:
        """All nodes inside one bundle."""
        nodes = list(self._nodes())
        bundle = self._node(
            "bundle",
            "core:Bundle",
            {
                "core:name": f"Lead package {self._letter.number}",
                "core:description": self._contents.summary or "A lead, not proof.",
                "core:objectMarking": [self._ref("marking", one.owner) for one in self._contents.handling],
                "core:object": [{"@id": node["@id"]} for node in nodes if not _is_part(node)],
            },
        )
        return {"@context": PREFIXES, "@graph": [bundle, *nodes]}

    def _nodes(self) -> Iterable[Node]:
        contents = self._contents
        for party in (contents.sender, contents.recipient):
            yield self._organization(party)
        for one in contents.handling:
            yield from self._marking(one)
        for media in contents.media:
            yield from self._media(media)
        for crop in contents.crops:
            yield from self._crop(crop)
        for place, clue in enumerate(contents.clues):
            yield self._clue(place, clue)
        for place, link in enumerate(contents.links):
            yield self._link(place, link)
        yield from self._hypothesis()
        yield from self._referral()
        for place, mark in enumerate(self._letter.marks):
            yield from self._mark(place, mark)

    def _organization(self, party: Party) -> Node:
        return self._node(
            f"agency:{party.agency}",
            "identity:Organization",
            {"core:name": party.name, "sl:agencyCode": party.agency, "sl:countryCode": party.country},
        )

    def _marking(self, handling: Handling) -> Iterable[Node]:
        text = f"{handling.code.value} / TLP:{handling.tlp.value}. {handling.restriction}".strip()
        model = self._node(
            f"marking-text:{handling.owner}",
            "marking:StatementMarking",
            {"marking:definitionType": "statement", "marking:statement": text},
        )
        yield model
        yield self._node(
            f"marking:{handling.owner}",
            ["marking:MarkingDefinition", "sl:HandlingMarking"],
            {
                "marking:definitionType": "statement",
                "marking:definition": {"@id": model["@id"]},
                "sl:owner": handling.owner,
                "sl:handlingCode": handling.code.value,
                "sl:tlp": handling.tlp.value,
                **({"sl:permissionReference": handling.permission.reference} if handling.permission else {}),
            },
        )

    def _media(self, media: MediaListed) -> Iterable[Node]:
        content: Node = {
            "observable:sizeInBytes": _integer(media.size),
            "observable:mimeType": media.mime,
            "observable:hash": [
                self._part(
                    f"hash:{method}:{media.sha256}",
                    "types:Hash",
                    {"types:hashMethod": method, "types:hashValue": _hex(value)},
                )
                for method, value in (("SHA256", media.sha256), ("SHA1", media.sha1), ("MD5", media.md5))
                if value
            ],
        }
        facets: list[Json] = [self._part(f"content:{media.sha256}", "observable:ContentDataFacet", content)]
        if media.paths:
            file: Node = {"observable:filePath": list(media.paths), "observable:sizeInBytes": _integer(media.size)}
            facets.append(self._part(f"file:{media.sha256}", "observable:FileFacet", file))
        yield self._node(f"media:{media.sha256}", "observable:ObservableObject", {"core:hasFacet": facets})

    def _crop(self, crop: Crop) -> Iterable[Node]:
        sha256 = hashlib.sha256(crop.jpeg).hexdigest()
        content = self._part(
            f"content:{crop.name}",
            "observable:ContentDataFacet",
            {
                "observable:mimeType": "image/jpeg",
                "observable:sizeInBytes": _integer(len(crop.jpeg)),
                "observable:hash": [
                    self._part(
                        f"hash:{crop.name}",
                        "types:Hash",
                        {
                            "types:hashMethod": "SHA256",
                            "types:hashValue": _hex(sha256),
                        },
                    )
                ],
            },
        )
        yield self._node(
            f"crop:{crop.name}",
            ["observable:ObservableObject", "sl:Crop"],
            {"core:name": crop.name, "core:description": crop.caption, "core:hasFacet": [content]},
        )
        if crop.media in {one.sha256 for one in self._contents.media}:
            yield self._relationship(f"cropped:{crop.name}", f"crop:{crop.name}", f"media:{crop.media}", "Cropped_From")

    def _clue(self, place: int, clue: ClueFigure) -> Node:
        about = [self._ref("crop", name) for name in clue.crops] or [self._ref("series", "")]
        return self._node(
            f"clue:{place}",
            ["core:Annotation", "sl:Clue"],
            {
                "core:statement": f"{clue.value}: {clue.reason}",
                "core:object": about,
                "sl:clueKind": clue.kind,
                "sl:value": clue.value,
                "sl:seenBy": clue.seen_by,
                "sl:nature": clue.nature.value,
                **({"sl:confirmedBy": clue.confirmed_by} if clue.confirmed_by else {}),
                **({"sl:evidenceGroup": clue.group} if clue.group else {}),
            },
        )

    def _link(self, place: int, link: LinkFigure) -> Node:
        known = {one.sha256 for one in self._contents.media}
        if {link.left, link.right} <= known:
            node = self._relationship(f"link:{place}", f"media:{link.left}", f"media:{link.right}", link.kind)
            return node | {"@type": ["core:Relationship", "sl:Link"], "sl:strength": link.strength}
        return self._node(
            f"link:{place}",
            ["core:Annotation", "sl:Link"],
            {
                "core:statement": f"{link.kind}: {link.left} – {link.right}. {link.reason}",
                "core:object": [self._ref("series", "")],
                "sl:strength": link.strength,
            },
        )

    def _hypothesis(self) -> Iterable[Node]:
        found = self._contents.hypothesis
        yield self._node(
            "tool",
            "tool:Tool",
            {"core:name": "Sightline", "tool:toolType": "place inference", "tool:version": found.method or "not said"},
        )
        yield self._node(
            "analysis",
            "analysis:Analysis",
            {
                "action:instrument": [self._ref("tool", None)],
                "action:performer": self._ref("agency", self._contents.sender.agency),
                "action:object": [self._ref("series", "")],
                "action:result": [self._ref("hypothesis", None)],
            },
        )
        shares = [self._share(one) for one in found.shares]
        yield self._node(
            "hypothesis",
            ["analysis:AnalyticResult", "sl:PlaceHypothesis"],
            {
                "core:statement": _sentence(found.shares, abstains=found.abstains),
                "analysis:originatingAnalysis": self._ref("analysis", None),
                "analysis:resultContent": [{"@id": share["@id"]} for share in shares],
                "sl:abstains": found.abstains,
                "sl:credibleSet90": list(found.set90),
            },
        )
        yield from shares

    def _share(self, share: CountryShare) -> Node:
        address = self._part(
            f"address:{share.country}", "location:SimpleAddressFacet", {"location:country": share.country}
        )
        sure = self._part(
            f"confidence:{share.country}",
            "core:ConfidenceFacet",
            {"core:confidence": {"@type": "xsd:nonNegativeInteger", "@value": str(round(100 * share.probability))}},
        )
        return self._node(
            f"place:{share.country}",
            ["location:Location", "sl:CountryShare"],
            {"core:hasFacet": [address, sure], "sl:probability": _decimal(share.probability)},
        )

    def _referral(self) -> Iterable[Node]:
        contents, letter = self._contents, self._letter
        series = contents.series
        yield self._node(
            "series:",
            ["core:Grouping", "sl:Series"],
            {
                "core:name": series.reference,
                "core:context": [series.operation],
                "core:object": [self._ref("media", one.sha256) for one in contents.media],
                "sl:images": _integer(series.images),
                "sl:videos": _integer(series.videos),
            },
        )
        yield self._node(
            "authorization",
            "case:Authorization",
            {"case:authorizationType": "legal basis", "case:authorizationIdentifier": [contents.legal_basis]},
        )
        yield self._node(
            "deconfliction",
            ["action:Action", "sl:Deconfliction"],
            {
                "core:description": contents.deconfliction.note or contents.deconfliction.known.value,
                "action:object": [self._ref("series", "")],
                "action:endTime": _moment(contents.deconfliction.checked_at),
                "sl:known": contents.deconfliction.known.value,
                "sl:checkedAgainst": list(contents.deconfliction.checked_against),
            },
        )
        yield self._node(
            "provenance",
            "case:ProvenanceRecord",
            {
                "case:exhibitNumber": letter.number,
                "core:object": [self._ref("crop", one.name) for one in contents.crops] or [self._ref("series", "")],
            },
        )
        yield self._node(
            "referral",
            ["action:Action", "cac:InternationalReferral", "sl:LeadPackage"],
            {
                "core:name": letter.number,
                "core:description": contents.purpose,
                "action:performer": self._ref("agency", contents.sender.agency),
                "action:participant": [self._ref("agency", contents.recipient.agency)],
                "action:object": [self._ref("series", ""), self._ref("hypothesis", None)],
                "action:startTime": _moment(letter.sealed_at),
                "sl:expires": _moment(contents.expires),
                "sl:recipientCountry": contents.recipient.country,
                "sl:sourceGrade": contents.grade.source,
                "sl:informationGrade": _integer(contents.grade.information),
                "sl:urgent": bool(letter.urgent_reason),
            },
        )

    def _mark(self, place: int, mark: Mark) -> Iterable[Node]:
        yield self._node(
            f"officer:{mark.officer.key}",
            "identity:Person",
            {"core:name": mark.officer.name, "sl:agencyCode": mark.officer.agency},
        )
        yield self._node(
            f"mark:{place}",
            "case:InvestigativeAction",
            {
                "core:name": mark.said.value,
                "action:performer": self._ref("officer", mark.officer.key),
                "action:object": [self._ref("referral", None)],
                "action:endTime": _moment(mark.at),
            },
        )

    def _relationship(self, key: str, source: str, target: str, kind: str) -> Node:
        return self._node(
            key,
            "core:Relationship",
            {
                "core:source": [{"@id": self._id(source)}],
                "core:target": {"@id": self._id(target)},
                "core:kindOfRelationship": kind,
                "core:isDirectional": kind == "Cropped_From",
            },
        )

    def _node(self, key: str, kind: Json, rest: Node) -> Node:
        return {"@id": self._id(key), "@type": kind, **{name: value for name, value in rest.items() if value != []}}

    def _part(self, key: str, kind: str, rest: Node) -> Node:
        return self._node(key, kind, rest)

    def _ref(self, key: str, rest: str | None) -> Node:
        return {"@id": self._id(key if rest is None else f"{key}:{rest}")}

    def _id(self, key: str) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'sightline:{self._letter.number}:{key}')}"


def _is_part(node: Node) -> bool:
    return node["@type"] == "marking:StatementMarking"


def _sentence(shares: tuple[CountryShare, ...], *, abstains: bool) -> str:
    if abstains or not shares:
        return "No statement about the country."
    return f"Made in {shares[0].country} with probability {shares[0].probability:.3f}."


def _integer(value: int) -> Json:
    return {"@type": "xsd:integer", "@value": str(value)}


def _decimal(value: float) -> Json:
    return {"@type": "xsd:decimal", "@value": f"{value:.6f}"}


def _hex(value: str) -> Json:
    return {"@type": "xsd:hexBinary", "@value": value.upper()}


def _moment(value: datetime) -> Json:
    return {"@type": "xsd:dateTime", "@value": stamp(value)}
