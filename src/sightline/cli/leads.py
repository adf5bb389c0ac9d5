"""Commands on leads: compose, look, propose, approve, seal; open, receipt; outcome; take the answers home."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.kernel.clock import now
from sightline.kernel.errors import UsageError
from sightline.leads import dispatch, proofs, store
from sightline.leads.assemble import Choices, assemble, without_crops
from sightline.leads.model import Contact, Counts, OutcomeKind
from sightline.leads.states import Emergency, check_release, review_due
from sightline.leads.store import Kept
from sightline.series.model import parse_number

lead = typer.Typer(no_args_is_help=True, help="Leads: what one country receives, and what it answers.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(lead, name="lead")
    app.command()(outcome)


@lead.command("compose")
def lead_compose(
    series: str,
    to: Annotated[str, typer.Option(help="Code of the receiving agency; its key card must be known here.")],
    purpose: Annotated[str, typer.Option(help="What the recipient may use it for.")] = "identification of the victim",
    summary: Annotated[str, typer.Option(help="In your words, for the first lines of the report.")] = "",
    contact: Annotated[str, typer.Option(help="Whom to answer.")] = "",
    expires: Annotated[str | None, typer.Option(help="Last day on which it may be opened, YYYY-MM-DD.")] = None,
    clue: Annotated[
        list[int] | None, typer.Option(help="Clues whose crops go in; default: every confirmed one.")
    ] = None,
    restriction: Annotated[str, typer.Option(help="The restriction in words, where a handling code needs it.")] = "",
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """Draft a lead on a series for one agency: clues with reasons, crops, de-confliction. Never an original."""
    with state.acting() as (opened, acting), opened.decoder() as decoder:
        meant = state.operation(acting, operation)
        keys = state.agency_keys(opened, acting)
        choices = Choices(
            sender=keys.card,
            recipient=store.directory(acting).recipient(to, now()),
            answer_to=Contact(unit=contact or keys.card.name),
            expires=_last_moment(expires),
            purpose=purpose,
            summary=summary,
            clues=tuple(clue) if clue else None,
            restriction=restriction,
        )
        number = parse_number(series)
        contents = assemble(acting, opened.blobs, decoder, meant, number, choices)
        kept = store.create(acting, opened.blobs, meant.id, number, contents)
        kept = dispatch.propose(acting, opened.blobs, kept.lead.id, state.officer_key(opened, acting))
    _tell(
        kept,
        f"Lead {kept.lead.id} for {to} is proposed. A second officer looks: sightline --as OTHER lead show {kept.lead.id}",
        json=json,
    )


@lead.command("edit")
def lead_edit(
    number: str,
    summary: Annotated[str | None, typer.Option(help="In your words, for the first lines of the report.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What the recipient may use it for.")] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to answer.")] = None,
    expires: Annotated[str | None, typer.Option(help="Last day on which it may be opened, YYYY-MM-DD.")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="A crop to leave out, such as C12.")] = None,
    json: Json = False,
) -> None:
    """Change a lead that is not sealed yet. Both signatures are void; yours is the new first one."""
    with state.acting() as (opened, acting):
        before = store.by_id(acting, opened.blobs, store.parse_number(number))
        words = {"summary": summary, "purpose": purpose, "answer_to": Contact(unit=contact) if contact else None}
        changes: dict[str, Any] = {name: value for name, value in words.items() if value is not None}
        if expires is not None:
            changes["expires"] = _last_moment(expires)
        contents = replace(without_crops(before.lead.contents, drop or []), **changes)
        kept = dispatch.edit(acting, opened.blobs, before.lead.id, state.officer_key(opened, acting), contents)
    _tell(kept, f"Lead {kept.lead.id} is changed and proposed anew; a second officer approves it.", json=json)


@lead.command("withdraw")
def lead_withdraw(number: str, json: Json = False) -> None:
    """Give a lead up before it is sealed. A sealed package cannot be called back."""
    with state.acting() as (opened, acting):
        kept = dispatch.withdraw(acting, opened.blobs, store.parse_number(number))
    _tell(kept, f"Lead {kept.lead.id} is withdrawn.", json=json)


@lead.command("list")
def lead_list(operation: OperationOption = None, json: Json = False) -> None:
    """The register of leads, with receipts and outcomes."""
    with state.acting() as (opened, acting):
        meant = state.operation(acting, operation)
        found = store.list_leads(acting, opened.blobs, meant.id)
        answers = store.answers_to(acting)
        acting.record("list leads", f"operation:{meant.code}", leads=len(found))
    if json:
        show.as_json({"leads": [_brief(kept) for kept in found], "answers": answers})
        return
    last = {one.lead_number: one.body.get("kind", one.kind) for one in answers}
    rows = [
        (
            kept.lead.id,
            str(kept.lead.number or ""),
            f"S{kept.series_id}",
            kept.lead.contents.recipient.country,
            kept.lead.state,
            last.get(str(kept.lead.number), ""),
            _review(kept),
        )
        for kept in found
    ]
    show.table(
        "Leads", ("lead", "number", "series", "to", "state", "answer", ""), rows, empty="There are no leads yet."
    )


@lead.command("show")
def lead_show(number: str, json: Json = False) -> None:
    """Show exactly what the recipient will be told."""
    with state.acting() as (opened, acting):
        kept = store.by_id(acting, opened.blobs, store.parse_number(number))
        acting.record("view", f"lead:{kept.lead.id}")
    contents = kept.lead.contents
    if json:
        show.as_json(_brief(kept) | {"contents": _without_bytes(contents)})
        return
    show.say(f"Lead {kept.lead.id} [{kept.lead.state}] to {contents.recipient.name}, {contents.recipient.country}")
    show.say(
        f"Handling: {', '.join(f'{h.owner} {h.code} {h.tlp}' for h in contents.handling)}. Expires {contents.expires:%Y-%m-%d}."
    )
    shares = [(share.country, share.probability) for share in contents.hypothesis.shares]
    show.table("Likely country", ("country", "probability"), shares, empty="")
    rows = [(c.kind, c.value[:100], c.seen_by, c.confirmed_by, ", ".join(c.crops)) for c in contents.clues]
    show.table("Clues", ("kind", "value", "seen by", "confirmed by", "crop"), rows, empty="No clues.")
    show.say(f"De-confliction: {contents.deconfliction.known}. {contents.deconfliction.note}")
    show.table(
        "Signed", ("who", "said"), [(m.officer.name, m.said) for m in kept.lead.marks], empty="Nobody has signed it."
    )


@lead.command("approve")
def lead_approve(
    number: str,
    country: Annotated[
        str, typer.Option(prompt="Type the country it goes to", help="The receiving country, typed anew.")
    ],
    json: Json = False,
) -> None:
    """Approve a lead as the second officer. Typing the country is the check that it goes to the right one."""
    with state.acting() as (opened, acting):
        key = state.officer_key(opened, acting)
        kept = dispatch.approve(acting, opened.blobs, store.parse_number(number), key, country)
    _tell(kept, f"Lead {kept.lead.id} is approved. Next: sightline lead seal {kept.lead.id}", json=json)


@lead.command("release")
def lead_release(
    number: str,
    reason: Annotated[str, typer.Option(help="Who is in danger, and why now.")],
    country: Annotated[str, typer.Option(help="The receiving country, typed anew.")],
    json: Json = False,
) -> None:
    """Release alone, in immediate danger. The package says so, and a second officer reviews it within 24 hours."""
    with state.acting() as (opened, acting):
        emergency = Emergency(reason=reason, typed_country=country)
        key = state.officer_key(opened, acting)
        kept = dispatch.release_urgently(acting, opened.blobs, store.parse_number(number), key, emergency)
    _tell(
        kept, f"Lead {kept.lead.id} is released urgently. A second officer must review it within 24 hours.", json=json
    )


@lead.command("review")
def lead_review(number: str, json: Json = False) -> None:
    """Review an urgent release as the second officer."""
    with state.acting() as (opened, acting):
        kept = dispatch.review(acting, opened.blobs, store.parse_number(number), state.officer_key(opened, acting))
    _tell(kept, f"The urgent release of lead {kept.lead.id} is reviewed.", json=json)


@lead.command("seal")
def lead_seal(
    number: str,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the package; default: `outbox` in the workspace.")
    ] = None,
    json: Json = False,
) -> None:
    """Write the sealed package of an approved lead, with the proofs of its release from your custody log."""
    which = store.parse_number(number)
    with state.workspace() as opened:
        with opened.acting() as acting:
            kept, name = store.by_id(acting, opened.blobs, which), acting.officer.agency
            check_release(kept.lead)
        opened.seal()
        extras = proofs.of_lead(opened.database, opened.checkpoints / name, opened.log_key.public_key(), which)
        with opened.acting() as acting:
            keys = state.agency_keys(opened, acting)
            kept, sealed = dispatch.seal(acting, opened.blobs, which, keys, out or opened.folder / "outbox", extras)
    _tell(
        kept,
        f"{sealed.path} holds package {sealed.number}, {sealed.size} bytes, SHA-256 {sealed.sha256}.",
        json=json,
        more={"path": sealed.path, "sha256": sealed.sha256, "size": sealed.size},
    )


@lead.command("open")
def lead_open(package: Path, json: Json = False) -> None:
    """Check and open a package that came in. One that was altered, misaddressed or opened before is refused."""
    state.existing(package)
    with state.acting() as (opened, acting):
        keys = state.agency_keys(opened, acting)
        found = dispatch.open_lead(acting, package, keys, opened.folder / "inbox")
        target = opened.folder / "inbox" / str(found.number)
    if json:
        show.as_json(
            {
                "number": str(found.number),
                "sender": found.sender.agency,
                "folder": target,
                "package": found.package,
                "urgent": found.urgent_reason,
                "contents": _without_bytes(found.contents),
            }
        )
        return
    best = found.contents.hypothesis.shares[0] if found.contents.hypothesis.shares else None
    show.say(f"Package {found.number} from {found.sender.name} is genuine and complete.")
    if best:
        show.say(
            f"It says: {best.country}, probability {best.probability:.2f}, from {len(found.contents.clues)} clues."
        )
    show.say(f"Read {target / 'report.html'}, then acknowledge: sightline lead receipt {found.number}")


@lead.command("receipt")
def lead_receipt(
    number: str, out: Annotated[Path | None, typer.Option(help="Folder.")] = None, json: Json = False
) -> None:
    """Write the signed receipt for a lead that was opened here."""
    with state.acting() as (opened, acting):
        keys, key = state.agency_keys(opened, acting), state.officer_key(opened, acting)
        sealed = dispatch.acknowledge(acting, number, keys, key, out or opened.folder / "outbox")
    _written(sealed.path, f"{sealed.path} is the receipt for {number}. Send it back.", json=json)


def outcome(
    number: str,
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(OutcomeKind)}.")],
    probable: int = 0,
    positive: int = 0,
    safeguarded: int = 0,
    adult: int = 0,
    deceased: int = 0,
    arrests: int = 0,
    note: Annotated[str, typer.Option(help="In a sentence; no names.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder.")] = None,
    json: Json = False,
) -> None:
    """Write the signed outcome of a lead that was opened here. Each count is people, and each is counted apart."""
    counts = Counts(
        probable=probable, positive=positive, safeguarded=safeguarded, adult=adult, deceased=deceased, arrests=arrests
    )
    with state.acting() as (opened, acting):
        keys, key = state.agency_keys(opened, acting), state.officer_key(opened, acting)
        answer = (_outcome_kind(kind), counts, note)
        sealed = dispatch.report(acting, number, answer, keys, key, out or opened.folder / "outbox")
    _written(sealed.path, f"{sealed.path} is the outcome of {number}. Send it back.", json=json)


@lead.command("home")
def lead_home(package: Path, json: Json = False) -> None:
    """Take in a receipt or an outcome that came back: the lead, its series and the figures move on."""
    state.existing(package)
    with state.acting() as (opened, acting):
        home = dispatch.take_home(acting, opened.blobs, package, state.agency_keys(opened, acting))
    if json:
        show.as_json(
            {
                "number": str(home.number),
                "answers": home.answer.answers,
                "sender": home.sender.agency,
                "answer": home.answer,
            }
        )
    else:
        show.say(f"{home.sender.name} answered lead {home.answer.answers}: {type(home.answer).__name__.lower()}.")


def _review(kept: Kept) -> str:
    due = review_due(kept.lead)
    if due is None:
        return ""
    return "review OVERDUE" if due < now() else f"review due by {due:%Y-%m-%d %H:%M}"


def _outcome_kind(text: str) -> OutcomeKind:
    try:
        return OutcomeKind(text.replace("-", " "))
    except ValueError:
        raise UsageError(f"{text!r} is no outcome. Use one of: {', '.join(OutcomeKind)}.") from None


def _last_moment(text: str | None) -> datetime:
    if text is None:
        return now() + timedelta(days=180)
    return datetime.combine(state.day(text, after_days=0), time.max, tzinfo=now().tzinfo)


def _brief(kept: Kept) -> dict[str, object]:
    lead = kept.lead
    return {
        "lead": lead.id,
        "number": str(lead.number) if lead.number else None,
        "series": kept.series_id,
        "country": lead.contents.recipient.country,
        "agency": lead.contents.recipient.agency,
        "state": lead.state,
        "signed": [{"said": mark.said, "officer": mark.officer.name} for mark in lead.marks],
        "package": kept.package,
    }


def _without_bytes(contents: object) -> object:
    return store.to_json(contents)


def _tell(kept: Kept, sentence: str, *, json: bool, more: dict[str, object] | None = None) -> None:
    if json:
        show.as_json(_brief(kept) | (more or {}))
    else:
        show.say(sentence)


def _written(path: Path, sentence: str, *, json: bool) -> None:
    if json:
        show.as_json({"path": path})
    else:
        show.say(sentence)
