"""The people of the demonstration: agencies, officers, and the part specialists play, taken from the known truth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sightline.agencies import store as agency_store
from sightline.agencies.access import Acting
from sightline.agencies.model import Agency, Role
from sightline.clues import store as clue_store
from sightline.clues.model import Clue, ClueState, Sighting
from sightline.clues.vocabulary import vocabulary
from sightline.demo.truth import TrueClue, TrueFile, World
from sightline.kernel.clock import now
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import Conflict, UsageError
from sightline.leads.keyfiles import save_agency_keys, save_signing_key
from sightline.leads.keys import AgencyKeys, make_agency_keys, make_signing_key
from sightline.operations import store as operation_store
from sightline.operations.model import Level, Operation
from sightline.series import store as series_store
from sightline.workspace import Workspace

HOST = "BE"
OPERATION = "DEMO"
FIRST, SECOND = "be.first", "be.second"
LANGUAGES = {"FR": "fr", "BE": "fr", "NL": "nl", "DE": "de", "ES": "es"}
# What specialists mark with their own eyes, since no machine here reads it.
SEEN_BY_PEOPLE = frozenset({"plug", "driving-side", "speech"})


def gather(workspace: Workspace, world: World) -> None:
    """Enter the agencies and their officers, and open the operation."""
    with workspace.database.transaction(DatabaseRole.APP) as connection:
        for agency in world.agencies:
            agency_store.add_agency(connection, Agency(code=agency.code, name=agency.name, country=agency.country))
    every = frozenset(Role)
    enter_officer(workspace, FIRST, f"First officer of {HOST}", HOST, every)
    for agency in world.agencies:
        if agency.code != HOST:
            handle, called = f"{agency.code.lower()}.first", f"First officer of {agency.code}"
            enter_officer(workspace, handle, called, agency.code, every, FIRST)
    enter_officer(workspace, SECOND, f"Second officer of {HOST}", HOST, every, FIRST)
    make_keys(workspace, HOST, next(one.name for one in world.agencies if one.code == HOST), HOST)
    today = now().date()
    with workspace.acting(FIRST) as acting:
        operation_store.create(acting, _operation(world, today))


def enter_officer(
    workspace: Workspace, handle: str, name: str, agency: str, roles: frozenset[Role], by: str | None = None
) -> None:
    """Enter one officer with a signing key of their own. by: the administrator who does it; None for the first one."""
    if by is None:
        with workspace.database.transaction(DatabaseRole.APP) as connection:
            agency_store.add_officer(connection, handle, name, agency, roles)
    else:
        with workspace.acting(by) as acting:
            agency_store.add_officer(acting.connection, handle, name, agency, roles, acting.officer)
    path = workspace.officer_key(handle)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_signing_key(make_signing_key(), path)


def make_keys(workspace: Workspace, code: str, name: str, country: str) -> AgencyKeys:
    """Make an agency's keys in a workspace."""
    valid = (now() - timedelta(minutes=5), now() + timedelta(days=730))
    keys = make_agency_keys(country, code, name, valid, LANGUAGES.get(country, "en"))
    save_agency_keys(keys, workspace.agency_keys(code))
    return keys


def judge(acting: Acting, series_id: int, files: Mapping[int, list[TrueFile]]) -> tuple[int, int, int]:
    """Play the specialists on one series: confirm what is truly there, reject what is not, add what only eyes see.

    files: media id -> what is true of it. Returns how many clues were confirmed, rejected and added.
    """
    confirmed = rejected = 0
    for clue in clue_store.of_series(acting, series_id):
        if clue.state is not ClueState.PROPOSED or clue.sighting.media_id is None:
            continue
        true = any(_agrees(clue, one) for file in files.get(clue.sighting.media_id, []) for one in file.clues)
        clue_store.decide(acting, clue.id, ClueState.CONFIRMED if true else ClueState.REJECTED)
        confirmed, rejected = confirmed + true, rejected + (not true)
    return (
        confirmed,
        rejected,
        sum(
            _add_seen(acting, series_id, media, files.get(media, []))
            for media in series_store.media_of(acting, series_id)
        ),
    )


def _operation(world: World, today: date) -> Operation:
    return Operation(
        id=0,
        code=OPERATION,
        name="Demonstration",
        host=HOST,
        starts=today,
        ends=today + timedelta(days=13),
        level=Level.PREVIEW,
        agencies=tuple(one.code for one in world.agencies),
    )


def _agrees(clue: Clue, true: TrueClue) -> bool:
    """Whether a proposed clue is one that is truly there and may be believed."""
    if true.trap or true.kind != clue.sighting.kind:
        return False
    read, meant = _folded(clue.sighting.value), _folded(true.value)
    if clue.sighting.kind == "gps":
        return True
    return bool(read) and (read in meant or meant in read or _overlap(read, meant) > 0.7)


def _add_seen(acting: Acting, series_id: int, media_id: int, files: list[TrueFile]) -> int:
    added = 0
    for file in files:
        for true in file.clues:
            if true.kind not in SEEN_BY_PEOPLE or true.trap:
                continue
            try:
                value = vocabulary().value(true.kind, true.value)
                seen = Sighting(
                    kind=true.kind,
                    value=value,
                    seen_by=f"officer:{acting.officer.id}",
                    media_id=media_id,
                    region=true.region,
                )
                clue_store.add(acting, series_id, seen)
            except (UsageError, Conflict):
                continue
            added += 1
    return added


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _overlap(left: str, right: str) -> float:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (left, right)]
    return len(pairs[0] & pairs[1]) / max(1, len(pairs[0]))
