"""The demonstration: one operation from contributions to a lead that comes home, told with figures against the truth."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from sightline import pipeline
from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Role
from sightline.custody import log
from sightline.custody.verify import Broken, Verified, verify
from sightline.demo import cast
from sightline.demo.score import FalseLinks, LinkScore, score_links
from sightline.demo.truth import WORLD, TrueFile, World, load_truth
from sightline.kernel.clock import now
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import IntegrityError
from sightline.kernel.settings import Settings
from sightline.leads import directory, dispatch, store
from sightline.leads.assemble import Choices, assemble
from sightline.leads.directory import Partner
from sightline.leads.figures import Figure, figures
from sightline.leads.keyfiles import load_agency_keys, load_signing_key
from sightline.leads.marks import OfficerKey
from sightline.leads.model import Contact, Counts, OutcomeKind, Permission
from sightline.matching import store as link_store
from sightline.media.isolation import grade
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Tlp
from sightline.places.hypothesis import Hypothesis
from sightline.places.locate import locate
from sightline.places.territories import NAMES
from sightline.places.verdict import shown
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace

SURE = 0.5  # a country is called named from this probability on, when the answer does not abstain


class Teller(Protocol):
    """Where the story goes: a terminal, or a test."""

    def chapter(self, title: str) -> None:
        """A new part."""
        ...

    def say(self, sentence: str) -> None:
        """One sentence."""
        ...

    def table(self, title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """A table."""
        ...

    def working(self, label: str, workspace: Workspace) -> AbstractContextManager[None]:
        """Show progress while the block runs."""
        ...


@dataclass(slots=True, kw_only=True)
class Story:
    """What happened, for whoever wants the figures. media: path in the world -> media id of what could be examined."""

    world: World
    files: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    refusals_as_expected: int = 0
    refusals_expected: int = 0
    media: dict[str, int] = field(default_factory=dict)
    links: list[LinkScore] = field(default_factory=list)
    false_links: FalseLinks | None = None
    places: dict[int, tuple[str, Hypothesis]] = field(default_factory=dict)
    package: Path | None = None
    report: Path | None = None
    refused_packages: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    logs: list[Verified | Broken] = field(default_factory=list)


def tell(folder: Path, settings: Callable[[Path], Settings], teller: Teller) -> Story:
    """Run the whole demonstration in `folder` (emptied first) and tell it. `settings`: folder -> settings for it."""
    shutil.rmtree(folder, ignore_errors=True)
    story = Story(world=load_truth())
    with Workspace.create(settings(folder / "operation")) as workspace:
        cast.gather(workspace, story.world)
        _take_in(workspace, story, teller)
        _examine(workspace, story, teller)
        _compare(workspace, story, teller)
        _locate(workspace, story, teller)
        _lead(workspace, story, teller, folder, settings)
        _close(workspace, story, teller)
    return story


def _take_in(workspace: Workspace, story: Story, teller: Teller) -> None:
    teller.chapter("1  Contributions come in")
    rows: list[tuple[object, ...]] = []
    for true in story.world.contributions:
        with workspace.acting(cast.FIRST) as acting:
            operation = operation_store.the_only(acting)
        wanted = Contribution(
            id=0,
            operation_id=operation.id,
            agency=true.agency,
            case_reference=true.case,
            legal_basis=true.legal_basis,
            handling=Handling(true.handling),
            tlp=Tlp.AMBER,
            review=date.fromisoformat(true.review_date),
            level=operation.level,
        )
        done = pipeline.take_in(workspace, f"{true.agency.lower()}.first", wanted, WORLD / true.folder)
        story.files += done.files
        rows.append((true.agency, true.case, true.handling, done.files, done.fresh, done.known))
    teller.table("", ("agency", "case", "handling", "files", "new", "known already"), rows)
    agencies = len({true.agency for true in story.world.contributions})
    teller.say(f"{agencies} agencies brought {len(rows)} contributions with {story.files} files.")


def _examine(workspace: Workspace, story: Story, teller: Teller) -> None:
    teller.chapter("2  The machine looks: decoded in a cage, features, clues, links")
    teller.say(f"Isolation of the decoder on this machine: grade {grade().require()}.")
    with teller.working("examining", workspace):
        pipeline.work(workspace)
    with workspace.acting(cast.FIRST) as acting:
        operation = operation_store.the_only(acting)
        story.outcomes = media_store.outcomes(acting, operation.id)
        got: dict[str, str] = {}
        for contribution in operation_store.list_contributions(acting, operation.id):
            base = f"{contribution.agency}/{contribution.case_reference}"
            for file, content in media_store.of_contribution(acting, contribution.id):
                path = f"{base}/{file.path}"
                got[path] = file.refusal_code or (content.refusal_code if content else None) or ""
                if content is not None and not got[path]:
                    story.media[path] = content.id
    expected = {file.path: file.refusal for file in story.world.files}
    story.refusals_expected = sum(bool(code) for code in expected.values())
    story.refusals_as_expected = sum(bool(code) and got.get(path) == code for path, code in expected.items())
    teller.say("; ".join(f"{name}: {count}" for name, count in story.outcomes.items()) + ".")
    teller.say(
        f"{story.refusals_as_expected} of the {story.refusals_expected} files that cannot be used were refused for the right "
        "reason; "
        "all are kept."
    )


def _compare(workspace: Workspace, story: Story, teller: Teller) -> None:
    teller.chapter("3  Links, against the known truth")
    with workspace.acting(cast.FIRST) as acting:
        links = link_store.list_links(acting)
    story.links, story.false_links = score_links(story.world, links, story.media)
    rows: list[tuple[object, ...]] = [
        (one.reason.replace("_", " "), one.true, one.verified, one.possible, one.true - one.verified - one.possible)
        for one in story.links
    ]
    teller.table("", ("pairs that share", "true pairs", "verified", "possible", "missed"), rows)
    false = story.false_links
    teller.say(
        f"{len(false.false)} of {false.verified} verified links are false; {false.by_watermark} of them by a watermark alone, "
        f"{false.as_scene} called the same scene. "
        "A person decides on every link."
    )


def _locate(workspace: Workspace, story: Story, teller: Teller) -> None:
    teller.chapter("4  Specialists judge the clues, and where each series was made")
    teller.say(
        "The specialists are played from the truth: they confirm what is really there and add what only eyes see."
    )
    by_media: dict[int, list[TrueFile]] = {}
    for file in story.world.files:
        if file.path in story.media:
            by_media.setdefault(story.media[file.path], []).append(file)
    truth = {f"{one.agency} {one.case}": one.country for one in story.world.contributions}
    rows: list[tuple[object, ...]] = []
    judged: Counter[str] = Counter()
    with workspace.acting(cast.FIRST) as acting:
        operation = operation_store.the_only(acting)
        for series in series_store.list_series(acting, operation.id):
            confirmed, rejected, added = cast.judge(acting, series.id, by_media)
            judged.update(confirmed=confirmed, rejected=rejected, added=added)
            hypothesis = locate(acting, series.id)
            story.places[series.id] = (truth[series.title], hypothesis)
            rows.append(_place_row(series.id, series.title, truth[series.title], hypothesis))
    teller.say(
        f"{judged['confirmed']} machine clues confirmed, {judged['rejected']} rejected, {judged['added']} added by people."
    )
    teller.table("", ("series", "case", "true", "likely", "probability", "because of", ""), rows)
    named = [(true, one) for true, one in story.places.values() if is_named(one)]
    right = sum(true == one.best[0] for true, one in named)
    held = sum(true in one.likely_set for true, one in story.places.values())
    teller.say(
        f"A country is named for {len(named)} of {len(rows)} series and right for {right}; for the others Sightline says "
        "that it does not know. "
        f"The 90 % set holds the true country for {held} of {len(rows)}."
    )


def is_named(hypothesis: Hypothesis) -> bool:
    """Whether an answer names a country: it does not abstain, and the first country is more likely than all others."""
    return hypothesis.abstains is None and hypothesis.best[1] > SURE


def _place_row(number: int, title: str, true: str, hypothesis: Hypothesis) -> tuple[object, ...]:
    code, probability = hypothesis.best
    because = ", ".join(dict.fromkeys(step.kind for group in hypothesis.groups for step in group.clues))
    if not is_named(hypothesis):
        return (f"S{number}", title, true, f"({code})", shown(probability), because, "does not know")
    return (f"S{number}", title, true, code, shown(probability), because, "right" if code == true else "WRONG")


def _lead(
    workspace: Workspace, story: Story, teller: Teller, folder: Path, settings: Callable[[Path], Settings]
) -> None:
    teller.chapter("5  A lead goes out and comes home")
    sure = [
        (one.best[1], number)
        for number, (true, one) in story.places.items()
        if is_named(one) and one.best[0] == true != cast.HOST
    ]
    if not sure:
        teller.say("No series could be placed abroad with confidence, so no lead goes out.")
        return
    number = max(sure)[1]
    country = story.places[number][0]
    code = country if any(one.code == country for one in story.world.agencies) else f"NCB-{country}"
    name = next(
        (one.name for one in story.world.agencies if one.code == code), f"National Central Bureau of {NAMES[country]}"
    )
    with Workspace.create(settings(folder / "receiver")) as receiver:
        _meet(workspace, receiver, code, name, country)
        package = _send(workspace, number, code)
        story.package = package
        teller.say(
            f"Series S{number} goes to {name}: composed by {cast.FIRST}, approved by {cast.SECOND}, sealed as {package.name}."
        )
        _try_tampered(receiver, package, story, folder)
        teller.say("A copy with one byte changed is refused there: " + story.refused_packages[0])
        keys, key = _keys(receiver, code, "receiver.first", "Receiving officer")
        with receiver.acting("receiver.first") as acting:
            opened = dispatch.open_lead(acting, package, keys, receiver.folder / "inbox")
            story.report = receiver.folder / "inbox" / str(opened.number) / "report.html"
        with receiver.acting("receiver.first") as acting:
            receipt = dispatch.acknowledge(acting, str(opened.number), keys, key, receiver.folder / "outbox")
            answer = (OutcomeKind.POSITIVE, Counts(positive=1, probable=1), "Place found; see the case file.")
            outcome = dispatch.report(acting, str(opened.number), answer, keys, key, receiver.folder / "outbox")
    host_keys = load_agency_keys(workspace.agency_keys(cast.HOST))
    for path in (receipt.path, outcome.path):
        with workspace.acting(cast.FIRST) as acting:
            home = dispatch.take_home(acting, workspace.blobs, path, host_keys)
            teller.say(f"Came home: {type(home.answer).__name__.lower()} {home.number} to lead {home.answer.answers}.")
    with workspace.acting(cast.FIRST) as acting:
        teller.say(f"Series S{number} is now: {series_store.by_number(acting, number).status}.")


def _meet(workspace: Workspace, receiver: Workspace, code: str, name: str, country: str) -> None:
    """Both sides make keys and enter each other's card, each with two officers."""
    with receiver.database.transaction(DatabaseRole.APP) as connection:
        agency_store.add_agency(connection, Agency(code=code, name=name, country=country))
    cast.enter_officer(receiver, "receiver.first", "Receiving officer", code, frozenset(Role))
    cast.enter_officer(receiver, "receiver.second", "Second receiving officer", code, frozenset(Role), "receiver.first")
    theirs = cast.make_keys(receiver, code, name, country).card
    ours = load_agency_keys(workspace.agency_keys(cast.HOST)).card
    for side, card, first, second in (
        (workspace, theirs, cast.FIRST, cast.SECOND),
        (receiver, ours, "receiver.first", "receiver.second"),
    ):
        entered = Partner(card=card, entered_by=first)
        with side.acting(first) as acting:
            store.keep_partner(acting, entered, "enter key")
        with side.acting(second) as acting:
            store.keep_partner(
                acting, directory.confirm(entered, by=second, typed_fingerprint=card.fingerprint), "confirm key"
            )


def _send(workspace: Workspace, number: int, code: str) -> Path:
    """Compose, propose, approve and seal; an owner's permission is recorded where its handling code asks for one."""
    keys, first = _keys(workspace, cast.HOST, cast.FIRST, f"First officer of {cast.HOST}")
    _, second = _keys(workspace, cast.HOST, cast.SECOND, f"Second officer of {cast.HOST}")
    with workspace.acting(cast.FIRST) as acting, workspace.decoder() as decoder:
        operation = operation_store.the_only(acting)
        recipient = store.directory(acting).recipient(code, now())
        for owner in series_store.by_number(acting, number).agencies:
            letter = Permission(
                owner=owner, country=recipient.country, given_by=cast.FIRST, at=now(), reference="demonstration letter"
            )
            store.keep_permission(acting, letter)
        choices = Choices(
            sender=keys.card,
            recipient=recipient,
            answer_to=Contact(unit=keys.card.name),
            expires=now() + timedelta(days=90),
            purpose="identification of the victim",
        )
        contents = assemble(acting, workspace.blobs, decoder, operation, number, choices)
        draft = store.create(acting, workspace.blobs, operation.id, number, contents)
        dispatch.propose(acting, workspace.blobs, draft.lead.id, first)
    with workspace.acting(cast.SECOND) as acting:
        dispatch.approve(acting, workspace.blobs, draft.lead.id, second, recipient.country)
        _, sealed = dispatch.seal(acting, workspace.blobs, draft.lead.id, keys, workspace.folder / "outbox")
    return sealed.path


def _try_tampered(receiver: Workspace, package: Path, story: Story, folder: Path) -> None:
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    tampered = folder / "tampered.sightline"
    tampered.write_bytes(content)
    agency = next(receiver.agency_keys("x").parent.iterdir()).name
    keys = load_agency_keys(receiver.agency_keys(agency))
    try:
        with receiver.acting("receiver.first") as acting:
            dispatch.open_lead(acting, tampered, keys, receiver.folder / "inbox")
    except IntegrityError as refused:
        story.refused_packages.append(str(refused))
    tampered.unlink()


def _keys(workspace: Workspace, code: str, handle: str, name: str):  # noqa: ANN202
    keys = load_agency_keys(workspace.agency_keys(code))
    return keys, OfficerKey(name=name, agency=code, key=load_signing_key(workspace.officer_key(handle)))


def _close(workspace: Workspace, story: Story, teller: Teller) -> None:
    teller.chapter("6  The figures of the operation, and its custody log")
    with workspace.acting(cast.FIRST) as acting:
        story.figures = figures(acting, workspace.blobs, operation_store.the_only(acting))
    teller.table(
        "", ("figure", "value", "where it comes from"), [(one.name, one.value, one.source) for one in story.figures]
    )
    workspace.seal()
    with workspace.database.transaction(DatabaseRole.WORKER) as connection:
        key = workspace.log_key.public_key()
        story.logs = [verify(connection, name, key) for name in log.logs(connection)]
    entries = sum(one.entries for one in story.logs if isinstance(one, Verified))
    broken = [one for one in story.logs if isinstance(one, Broken)]
    verdict = "every one holds" if not broken else f"{len(broken)} do NOT hold: {broken[0].fault}"
    teller.say(f"{len(story.logs)} custody logs with {entries} entries: {verdict}.")
