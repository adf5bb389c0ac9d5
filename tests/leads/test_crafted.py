"""A partner with valid keys who sends nonsense, or worse: refused as plainly as a stranger."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError
from sightline.leads import container
from sightline.leads.dsse import INTOTO, encode_for_signing, open_envelope, read_statement, sign, statement
from sightline.leads.keys import encode_base64, make_signing_key
from sightline.leads.marks import make_mark
from sightline.leads.model import Contents, PackageKind, Said
from sightline.leads.package import LEAD, compose, open_package
from sightline.leads.sealing import PREDICATE, Address, seal_files
from sightline.leads.wire import from_json, to_json
from sightline.leads.wording import contents_bytes, contents_digest
from tests.leads.conftest import DAY, NOW


@pytest.fixture
def craft(world, tmp_path):
    """Seal any payload and claim with the sender's genuine keys."""

    def make(payload=None, claim=None, expires=None):
        lead, order = world.approved, world.order()
        files = compose(lead, order) | (payload or {})
        said = {"contents": contents_digest(lead.contents), "urgent_reason": "", "marks": to_json(lead.marks)}
        address = Address(
            kind=PackageKind.LEAD,
            number=order.number,
            sender=world.sender,
            recipients=order.recipients,
            now=NOW,
            expires=expires or lead.contents.expires,
        )
        path = tmp_path / "crafted.lead"
        seal_files(
            path, address, {name: part for name, part in files.items() if part is not None}, said | (claim or {})
        )
        return path

    return make


def test_what_is_crafted_honestly_opens(world, craft):
    assert open_package(craft(), world.desk()).contents == world.draft.contents


def other(world, **changes):
    return contents_bytes(replace(world.draft.contents, **changes))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (None, "has no lead.json"),
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"[]", "not an object"),
        (b'{"x":1}', "not known here: Contents.x"),
        (b"{}", "lacks the field"),
    ],
)
def test_a_lead_that_is_none(world, craft, raw, reason):
    with pytest.raises(IntegrityError, match=reason):
        open_package(craft({LEAD: raw}), world.desk())


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("language",), 3, "not text"),
        (("language",), "a\u0000b", "not readable text"),
        (("language",), "\ud800", "not readable text"),
        (("clues",), {}, "not a list"),
        (("expires",), "soon", "cannot be read"),
        (("expires",), "2026-05-01T00:00:00", "cannot be read"),
        (("series", "images"), True, "not a whole number"),
        (("series", "images"), "14", "not a whole number"),
        (("hypothesis", "abstains"), "false", "not a yes or no"),
        (("hypothesis", "shares", 0, "probability"), "nan", "cannot be read"),
        (("hypothesis", "shares", 0, "probability"), 0.5, "not text"),
        (("deconfliction", "known"), "perhaps", "cannot be read"),
        (("crops", 0, "jpeg"), {"sha256": "0" * 64, "bytes": 1}, "a file it does not hold"),
        (("crops", 0, "jpeg"), "x", "not a reference"),
        (("summary",), "Other words.", "not the one its sender signed"),
    ],
)
def test_a_lead_with_one_wrong_value(world, craft, path, value, reason):
    body = json.loads(contents_bytes(world.draft.contents))
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(IntegrityError, match=reason):
        open_package(craft({LEAD: json.dumps(body).encode()}), world.desk())


def test_marks_that_do_not_carry_it(world, craft):
    lead = world.approved
    proposed, approved = lead.marks
    alone = make_mark(Said.APPROVED, lead.contents, world.first, NOW)
    elsewhere = replace(lead.contents, recipient=replace(lead.contents.recipient, country="NL"))
    reworded = replace(lead.contents, summary="x")
    wrong = [
        ((), "two officers"),
        ((proposed,), "two officers"),
        ((approved, approved), "two officers"),
        ((proposed, alone), "same officer proposed and approved"),
        ((proposed, replace(approved, envelope=proposed.envelope)), "signature of key .* is missing"),
        ((proposed, replace(approved, at=NOW + DAY)), "is not what the package says"),
        ((proposed, replace(approved, said=Said.REVIEWED)), "is not what the package says"),
        ((proposed, replace(approved, envelope="{")), "cannot be read"),
        ((proposed, make_mark(Said.APPROVED, elsewhere, world.second, NOW)), "is not what the package says"),
        (
            (proposed, make_mark(Said.APPROVED, reworded, world.second, NOW)),
            "another version",
        ),
        ((make_mark(Said.RELEASED_URGENTLY, lead.contents, world.first, NOW),), "two officers"),
    ]
    for marks, reason in wrong:
        path = craft(claim={"marks": to_json(marks)})
        with pytest.raises(IntegrityError, match=reason):
            open_package(path, world.desk())
        path.unlink()


@pytest.mark.parametrize(
    "claim",
    [{"marks": 3}, {"marks": [3]}, {"urgent_reason": None}, {"urgent_reason": "a\0b"}, {"contents": 5}],
)
def test_a_statement_that_says_nonsense(world, craft, claim):
    with pytest.raises(IntegrityError):
        open_package(craft(claim=claim), world.desk())


def test_expiry_outside_and_inside_must_agree(world, craft):
    with pytest.raises(IntegrityError, match="not the one its sender signed"):
        open_package(craft(expires=NOW + 5 * DAY), world.desk())


def header_line(**changes):
    found = {
        "bytes": f"{10:015d}",
        "key": "k",
        "kind": "lead",
        "number": "BE-DJSOC-2026-000001",
        "recipient": {"agency": "FR-OFMIN", "country": "FR"},
        "sha256": "0" * 64,
    }
    return found | changes


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        canonical.encode(header_line(number="x")),
        canonical.encode(header_line(kind="letter")),
        canonical.encode(header_line(bytes="ten")),
        canonical.encode(header_line(recipient=[])),
        canonical.encode(header_line(extra=1)),
        json.dumps(header_line()).encode(),
        json.dumps(header_line(key="\ud800"), sort_keys=True, separators=(",", ":")).encode(),
        b"[" * 2000,
    ],
)
def test_a_header_that_is_none(line):
    with pytest.raises(IntegrityError):
        container.read_header(io.BytesIO(container.MAGIC + line + b"\nsignature\n"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_as_a_package(world, raw):
    for content in (raw, container.MAGIC + raw):
        with pytest.raises(IntegrityError):
            open_package(content, world.desk())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_json_is_refused_as_contents(value):
    with pytest.raises(IntegrityError):
        from_json(Contents, value)


def test_a_statement_is_read_only_under_its_own_type_and_keys():
    key, stranger = make_signing_key(), make_signing_key()
    payload = statement({"a": {"sha256": "0"}}, PREDICATE, {"x": 1})
    envelope = sign(INTOTO, payload, [key])
    keys = {key.key_id: key.public}
    assert read_statement(open_envelope(envelope, INTOTO, keys), PREDICATE) == ({"a": {"sha256": "0"}}, {"x": 1})
    with pytest.raises(IntegrityError, match="holds application/vnd"):
        open_envelope(envelope, "text/plain", keys)
    with pytest.raises(IntegrityError, match="is missing"):
        open_envelope(envelope, INTOTO, {stranger.key_id: stranger.public})
    with pytest.raises(IntegrityError, match="does not hold"):
        open_envelope(envelope, INTOTO, {key.key_id: stranger.public})
    with pytest.raises(IntegrityError, match="at least one signature"):
        open_envelope(envelope, INTOTO, {})
    with pytest.raises(IntegrityError, match="is not a urn:other"):
        read_statement(payload, "urn:other")
    both = sign(INTOTO, payload, [key, stranger])
    assert open_envelope(both, INTOTO, keys | {stranger.key_id: stranger.public}) == payload


def test_the_signed_bytes_are_those_of_the_dsse_protocol():
    """The example of the protocol's own text."""
    assert encode_for_signing("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_another_spelling_of_an_envelope_is_refused():
    key = make_signing_key()
    body = json.loads(sign(INTOTO, b"payload", [key]))
    body["payload"] = encode_base64(b"payload").rstrip("=")
    with pytest.raises(IntegrityError):
        open_envelope(json.dumps(body), INTOTO, {key.key_id: key.public})
