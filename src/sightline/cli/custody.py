"""Commands of custody: verify the log, prove and check what happened to a media, scrub the bytes, make features again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.access import Acting
from sightline.agencies.model import Role as Duty
from sightline.cli import show, state
from sightline.cli.reports import custody_report
from sightline.cli.state import Json
from sightline.custody import export, log, proofs
from sightline.custody.checkpoint import COSIGNATURE, Witnessed, parse, read_key, witnessed, write_key
from sightline.custody.prove import prove
from sightline.custody.scrub import Scrubbed, State, expected, scrub
from sightline.custody.seal import log_of, origin_of, publish
from sightline.custody.verify import Broken, Verified, published, start_from, verify
from sightline.custody.witness import Witness, cosign_export
from sightline.features.catalogue import CATALOGUE
from sightline.features.replay import Verdict, replay
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads import check as package
from sightline.leads.keyfiles import load_agency_keys, load_signing_key, save_signing_key
from sightline.leads.keys import KeyCard, make_signing_key, read_card
from sightline.series.media import store as media_store
from sightline.workspace import Workspace

custody = typer.Typer(no_args_is_help=True, help="Custody: what others need to verify the log, and to witness it.")
INTEGRITY = 5
NAMED = 100  # blobs named in one custody entry; the report names them all
PAGE = "verify.html"
HashesOnly = Annotated[bool, typer.Option("--hashes", help="Hashes only: nothing of what the entries say.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command("verify")(verify_log)
    app.command("prove")(prove_media)
    app.command("check")(check_files)
    app.command("scrub")(scrub_bytes)
    app.command("replay")(replay_media)
    custody.command("report")(custody_report)
    app.add_typer(custody, name="custody")


def verify_log(
    from_checkpoint: Annotated[
        Path | None, typer.Option(help="Begin at the signed checkpoint in this file; only its log is read.")
    ] = None,
    json: Json = False,
) -> int:
    """Verify the custody log from its first entry, or from a checkpoint. Exit 5 names the first bad entry."""
    note = None if from_checkpoint is None else _text(from_checkpoint)
    with state.workspace() as opened:
        unsealed = _seal(opened)
        results = _verify(opened, note)
        broken = [one for one in results if isinstance(one, Broken)]
        # Told before the workspace closes: closing one whose log cannot be signed ends with an error of its own.
        if json:
            show.as_json({"holds": not (broken or unsealed), "logs": results, "unsealed": unsealed})
        else:
            for one in results:
                show.say(_told(one))
    return INTEGRITY if broken or unsealed else 0


def prove_media(
    sha256: Annotated[str, typer.Argument(help="The media: its SHA-256, the start of it, or its number.")],
    to: Annotated[Path | None, typer.Option(help="File to write. Default: START-OF-SHA256.custody-proof.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only entries of this action, such as intake.")] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="Prove against the signed checkpoint in this file, such as a cosigned one.")
    ] = None,
    json: Json = False,
) -> None:
    """Write every entry of your agency's log about one media into a file that anyone can check offline."""
    note = None if checkpoint is None else _text(checkpoint)
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Duty.AUDITOR)
            name, subject = acting.officer.agency, _subject(acting, sha256)
            acting.record("prove", subject)
        opened.seal()
        key = opened.log_key.public_key()
        with opened.database.transaction(Role.WORKER) as connection:
            text = prove(connection, opened.checkpoints / name, key, subject, note=note, actions=only or ())
    path = to or Path(f"{subject.removeprefix('media:')[:12]}.custody-proof")
    path.write_text(text, encoding="utf-8")
    entries = len(proofs.read_proofs(text).proofs)
    if json:
        show.as_json({"file": path.absolute(), "subject": subject, "log": name, "entries": entries})
    else:
        show.say(f"{entries} entries of the log of {name} about {subject} are proven in {path}.")


def check_files(
    files: Annotated[list[Path], typer.Argument(help="Proof files, exported logs, or folders that hold some.")],
    key: Annotated[str | None, typer.Option(help="The log's public key as you have it from elsewhere.")] = None,
    outside: Annotated[
        list[Path] | None, typer.Option(help="A copy of the log's hashes that was kept elsewhere.")
    ] = None,
    witness: Annotated[list[str] | None, typer.Option(help="Public key of a witness whose word is wanted.")] = None,
    card: Annotated[Path | None, typer.Option(help="The sender's key card, for a sealed package.")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Your agency's folder of keys: open it too, and keep nothing.")
    ] = None,
    json: Json = False,
) -> int:
    """Check proof files, exported logs and sealed packages offline; no workspace is needed. Exit 5 names what is wrong."""
    trusted = None if card is None else read_card(state.existing(card).read_bytes())
    if keys is not None and trusted is None:
        raise UsageError("To look inside a package the sender's key card is needed too: --card FILE.")
    results = [
        _check_package(path, trusted, keys)
        if _kind(path) == "package"
        else _check(path, key, outside or [], witness or [])
        for path in _checkable(files)
    ]
    if json:
        show.as_json({"holds": all(one["holds"] for one in results), "files": results})
    else:
        for one in results:
            show.say(f"{one['file']}: {one['said']}")
        if key is None and not outside and trusted is None:
            show.say("The public key was taken from the files themselves; compare it with the one you know, see --key.")
    return 0 if all(one["holds"] for one in results) else INTEGRITY


def scrub_bytes(
    rate: Annotated[float, typer.Option(min=0.0, help="Megabytes a second at most; 0: as fast as it goes.")] = 0.0,
    json: Json = False,
) -> int:
    """Read every stored byte again and compare it with its SHA-256. Exit 5 when something is damaged or missing."""
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Duty.AUDITOR, Duty.ADMINISTRATOR)
        with opened.database.transaction(Role.WORKER) as connection:
            kinds = expected(connection)
        counts, read, bad = _scrub(opened, kinds, rate)
        with opened.acting() as acting:
            subjects = [f"blob:{one.sha256}" for one in bad[:NAMED]]
            acting.record("scrub", *subjects, **{state.value: counts[state] for state in State}, bytes=read)
    if json:
        found = [{"sha256": b.sha256, "state": b.state, "kind": kinds.get(b.sha256, "other")} for b in bad]
        show.as_json({"checked": counts.total(), "bytes": read, "bad": found})
    else:
        rows = [(one.sha256, one.state, kinds.get(one.sha256, "other")) for one in bad]
        show.table("Not whole", ("sha256", "state", "kind"), rows, empty="Every stored byte matches its SHA-256.")
        show.say(f"{counts.total()} blobs, {read / 1e6:.1f} MB read: {counts[State.WHOLE]} whole, {len(bad)} not.")
        if bad:
            show.say("Restore originals from a backup; derived ones are made again by `sightline work`.")
    return INTEGRITY if bad else 0


def replay_media(
    sha256: Annotated[str, typer.Argument(help="The media: its SHA-256, the start of it, or its number.")],
    json: Json = False,
) -> int:
    """Make the features of one media again from its original and compare. Exit 5 when one differs."""
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Duty.AUDITOR, Duty.SPECIALIST)
        with opened.decoder() as decoder:
            found = replay(opened.acting, opened.blobs, decoder, CATALOGUE, sha256)
        bad = [one for one in found if one.verdict in (Verdict.DIFFERS, Verdict.LOST)]
        with opened.acting() as acting:
            differ = sorted({f"{one.extractor}/{one.version}" for one in bad})
            acting.record("replay", _subject(acting, sha256), findings=len(found), differ=differ)
    if json:
        show.as_json({"same": not bad, "findings": found})
    else:
        counts = Counter((one.extractor, one.version, one.verdict, one.note) for one in found)
        rows = [(name, version, verdict, count, note) for (name, version, verdict, note), count in counts.items()]
        show.table("Made again", ("extractor", "version", "compared", "findings", "what differs"), rows, empty="")
    return INTEGRITY if bad else 0


@custody.command("key")
def custody_key(json: Json = False) -> None:
    """The public key of your agency's log, to be given to others by a way that nobody in between can change."""
    with state.acting() as (opened, acting):
        found = write_key(origin_of(acting.officer.agency), opened.log_key.public_key())
    if json:
        show.as_json({"key": found})
    else:
        show.say(found)


@custody.command("export")
def custody_export(
    file: Path,
    hashes: HashesOnly = False,
    exchange: Annotated[bool, typer.Option("--exchange", help="The log of what passes between agencies.")] = False,
    json: Json = False,
) -> None:
    """Write your agency's log into a file that others can verify: the whole of it, or its hashes only."""
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Duty.AUDITOR)
            name = log.EXCHANGE if exchange else acting.officer.agency
            acting.record("export log", f"log:{name}", hashes_only=hashes)
        opened.seal()
        key = write_key(origin_of(name), opened.log_key.public_key())
        with opened.database.transaction(Role.WORKER) as connection, file.open("w", encoding="utf-8") as sink:
            notes, entries = log.saved_checkpoints(connection, name), log.read(connection, name)
            sink.writelines(export.write_export(key, notes, entries, hashes_only=hashes))
    if json:
        show.as_json({"file": file.absolute(), "log": name, "key": key, "hashes_only": hashes})
    else:
        show.say(f"The log of {name} is in {file}. Its key: {key}")


@custody.command("cosign")
def custody_cosign(file: Path, to: Path, json: Json = False) -> None:
    """Witness another agency's log: check its exported hashes against what you saw before, cosign its checkpoint."""
    with state.acting() as (opened, acting):
        acting.require(Duty.AUDITOR)
        witness = _witness(opened, acting)
        with state.existing(file).open(encoding="utf-8") as lines:
            note = cosign_export(witness, lines, int(now().timestamp()))
        checkpoint = parse(note)
        acting.record("cosign", f"log:{checkpoint.origin}", size=checkpoint.size, root=checkpoint.root.hex())
    to.write_text(note, encoding="utf-8")
    key = write_key(witness.name, witness.key.public_key(), COSIGNATURE)
    if json:
        show.as_json({"file": to.absolute(), "origin": checkpoint.origin, "size": checkpoint.size, "witness": key})
    else:
        show.say(f"{checkpoint.origin} with {checkpoint.size} entries is cosigned in {to}. Your key as witness: {key}")


@custody.command("page")
def custody_page(file: Path, json: Json = False) -> None:
    """Write the second verifier: one HTML page that checks proofs and exported logs in a browser, offline."""
    file.write_bytes(resources.files("sightline.custody").joinpath("verifier", PAGE).read_bytes())
    if json:
        show.as_json({"file": file.absolute()})
    else:
        show.say(f"Open {file} in a browser; it needs no network and sends nothing.")


def _seal(opened: Workspace) -> str:
    """Seal; why that could not be done, for a log that is broken has to be read all the same."""
    try:
        opened.seal()
    except IntegrityError as fault:
        return str(fault)
    return ""


def _verify(opened: Workspace, note: str | None) -> list[Verified | Broken]:
    key = opened.log_key.public_key()
    with opened.database.transaction(Role.WORKER) as connection:
        if note is not None:
            name = log_of(parse(note).origin)
            kept = start_from(connection, name, note, key, opened.checkpoints / name)
            return [verify(connection, name, key, kept)]
        results: list[Verified | Broken] = []
        for name in log.logs(connection):
            kept = published(opened.checkpoints / name, key)
            results.append(verify(connection, name, key, kept))
            if isinstance(results[-1], Verified) and not kept.hashes:
                publish(connection, name, opened.checkpoints / name, anew=True)
        return results


def _told(one: Verified | Broken) -> str:
    if isinstance(one, Broken):
        return f"The log of {one.log} does NOT hold at entry {one.position}: {one.fault}."
    since = f" from entry {one.start}" if one.start else ""
    return f"The log of {one.log} holds{since}: {one.entries} entries, root {one.root[:16]}…, {one.checkpoints} checkpoints."


def _subject(acting: Acting, which: str) -> str:
    # A full SHA-256 needs no media here: what was erased has a history too.
    if len(which) == 64 and all(char in "0123456789abcdef" for char in which):
        return f"media:{which}"
    return media_store.by_prefix(acting, which).subject


def _scrub(opened: Workspace, kinds: dict[str, str], rate: float) -> tuple[Counter[State], int, list[Scrubbed]]:
    counts: Counter[State] = Counter()
    read = 0
    bad: list[Scrubbed] = []
    with show.progress("Reading", len(kinds)) as shown:
        for one in scrub(opened.blobs, kinds, rate * 1e6):
            counts[one.state] += 1
            read += one.size
            if one.state is not State.WHOLE:
                bad.append(one)
            shown.advance(shown.task_ids[0])
    return counts, read, bad


def _checkable(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if state.existing(path).is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and _kind(one))
            if not inside:
                raise UsageError(f"{path} holds no custody proof and no exported log.")
            yield from inside
        else:
            yield path


def _kind(path: Path) -> str:
    with path.open("rb") as source:
        first = source.read(200).split(b"\n")[0].decode("utf-8", "replace")
    if first == proofs.HEAD:
        return "proof"
    if first.startswith("sightline-package/"):
        return "package"
    return "log" if export.FORMAT in first else ""


def _check(path: Path, key: str | None, outside: Sequence[Path], witnesses: Sequence[str]) -> dict[str, object]:
    try:
        if _kind(path) == "log":
            copies = [_text(one).split("\n") for one in outside]
            with path.open(encoding="utf-8", errors="replace") as lines:
                found = export.verify_export(lines, copies, key)
            return {"file": path, "holds": isinstance(found, Verified), "said": _told(found), "log": found}
        proven = proofs.check(_text(path), key)
        seen = [_witnessed(proven, one) for one in witnesses]
    except IntegrityError as fault:
        return {"file": path, "holds": False, "said": f"does NOT hold. {fault}"}
    words = "; ".join(f"{one.name} saw it" for one in seen)
    said = (
        f"{len(proven.entries)} entries about {proven.subject} stand in {proven.log}, signed at {proven.size} entries."
    )
    entries = [{"index": index, "entry": entry} for index, entry in proven.entries]
    return {"file": path, "holds": True, "said": f"{said} {words}".strip(), "key": proven.key, "entries": entries}


def _check_package(path: Path, card: KeyCard | None, keys: Path | None) -> dict[str, object]:
    try:
        if keys is None or card is None:
            found = package.check_outside(path, card)
        else:
            found = package.check_inside(path, card, load_agency_keys(keys), now())
    except IntegrityError as fault:
        return {"file": path, "holds": False, "said": f"does NOT hold. {fault}"}
    header = found.header
    said = f"{header.kind} package {header.number} for {header.country} {header.agency} is whole"
    said += f", sealed by {found.sender}" if found.sender else "; who sealed it was not checked, see --card"
    if found.opened:
        said += f"; all of its contents hold, {found.proven} entries of the sender's log are proven"
    said += f"; signed by {', '.join(found.signed)}" if found.signed else ""
    return {"file": path, "holds": True, "said": f"{said}.", "package": found}


def _witnessed(proven: proofs.Proven, key: str) -> Witnessed:
    name, kind, public = read_key(key)
    found = [witnessed(note, name, public) for note in proven.notes] if kind == COSIGNATURE else []
    if not found or None in found:
        raise IntegrityError(f"The witness {name} did not cosign the checkpoint of this proof.")
    return next(one for one in found if one is not None)


def _witness(opened: Workspace, acting: Acting) -> Witness:
    path = opened.folder / "keys" / "witness.pem"
    if not path.exists():
        save_signing_key(make_signing_key(), path)
    name = f"{origin_of(acting.officer.agency)}/witness"
    return Witness(name=name, key=load_signing_key(path).private, folder=opened.folder / "custody" / "witnessed")


def _text(path: Path) -> str:
    return state.existing(path).read_text(encoding="utf-8", errors="replace")
