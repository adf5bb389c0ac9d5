"""Commands on questions to experts: ask, release, list, show, answer, close; one's own record."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.access import Acting
from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.clues import store as clue_store
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, UsageError
from sightline.leads import store as lead_store
from sightline.leads.courier import Courier
from sightline.questions import answer as answering
from sightline.questions import ask as asking
from sightline.questions import carry, store
from sightline.questions.model import Answer, Question, Reply, Said, Wish, parse_number
from sightline.series.model import parse_number as parse_series
from sightline.workspace import Workspace

question = typer.Typer(no_args_is_help=True, help="Questions: a sanitised crop, shown to those who may know it.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(question, name="question")


@question.command("ask")
def question_ask(
    series: str,
    clue: Annotated[str, typer.Argument(help="The clue whose region is cut out, such as C12.")],
    words: Annotated[str, typer.Option(help="What you want to know; no names.")] = "",
    expires: Annotated[
        str | None, typer.Option(help="Last day for answers, YYYY-MM-DD; default: in five days.")
    ] = None,
    json: Json = False,
) -> None:
    """Ask where something is found: the clue's region is cut out, people masked, metadata left behind."""
    until = datetime.combine(state.day(expires, after_days=0), time.max, tzinfo=now().tzinfo) if expires else None
    wish = Wish(
        series_id=parse_series(series), clue_id=clue_store.parse_number(clue), words=words.strip(), expires=until
    )
    with state.acting() as (opened, acting), opened.decoder() as decoder:
        kept = asking.ask(acting, opened.blobs, decoder, wish)
    _tell(kept, f"Q{kept.id} waits for a second officer: sightline --as OTHER question release Q{kept.id}", json=json)


@question.command("release")
def question_release(
    number: str,
    to: Annotated[
        list[str] | None, typer.Option(help="Agencies to ask; default: the five whose answer is expected to tell most.")
    ] = None,
    json: Json = False,
) -> None:
    """Release a question as the second officer, after looking at its picture. It is then offered to those who may know."""
    with state.acting() as (_, acting):
        partners = {one.card.agency: one.card.country for one in lead_store.list_partners(acting)}
        kept = asking.release(acting, parse_number(number), tuple(to or ()), partners)
    _tell(kept, f"Q{kept.id} is offered to {', '.join(kept.offered)} until {kept.expires:%Y-%m-%d %H:%M}.", json=json)


@question.command("suggest")
def question_suggest(number: str, json: Json = False) -> None:
    """Say whose answer would tell most about the series, in bits."""
    with state.acting() as (_, acting):
        found = asking.suggest(acting, parse_number(number))
    if json:
        show.as_json({"suggested": found})
        return
    rows = [
        (one.agency, one.country or "", f"{one.gain:.3f}" if one.gain >= 0.001 or not one.gain else "below 0.001")
        for one in found
    ]
    show.table("Who may know", ("agency", "country", "bits"), rows, empty="No agency takes part.")


@question.command("list")
def question_list(
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that wait for your answer.")] = False,
    json: Json = False,
) -> None:
    """List the questions of your agency and those offered to it."""
    with state.acting() as (_, acting):
        found = answering.waiting(acting) if waiting else store.list_questions(acting)
        done = store.answered(acting)
        acting.record("list questions", questions=len(found))
    if json:
        show.as_json({"questions": [_plain(one) | {"answered_by_you": one.id in done} for one in found]})
        return
    rows = [
        (
            f"Q{one.id}",
            f"S{one.series_id}" if one.series_id else "",
            one.words[:80],
            _state(one),
            ", ".join(one.offered),
            "yes" if one.id in done else "",
        )
        for one in found
    ]
    columns = ("question", "series", "words", "state", "offered to", "you answered")
    show.table("Questions", columns, rows, empty="There are no questions.")


@question.command("show")
def question_show(
    number: str,
    picture: Annotated[Path | None, typer.Option(help="Write the picture to this new file.")] = None,
    json: Json = False,
) -> None:
    """Show a question and the answers you may see: all, once you have given your own or let the question out."""
    with state.acting() as (opened, acting):
        one = store.by_number(acting, parse_number(number))
        given = answering.answers(acting, one.id)
        jpeg = answering.picture(acting, opened.blobs, one.id) if picture else b""
    if picture:
        _write(picture, jpeg)
    if json:
        show.as_json(_plain(one) | {"answers": [_plain_answer(each) for each in given]})
        return
    show.say(f"Q{one.id} [{_state(one)}] {one.words}")
    show.say(f"Offered to {', '.join(one.offered) or 'nobody yet'}; answers until {one.expires:%Y-%m-%d %H:%M}.")
    rows = [(a.agency, _said(a.reply), a.reply.why[:200], "you" if a.mine else "") for a in given]
    show.table("Answers", ("agency", "says", "why", ""), rows, empty="There are no answers that you may see yet.")


@question.command("answer")
def question_answer(
    number: str,
    country: Annotated[str | None, typer.Argument(help="Where it is found, such as BE.")] = None,
    confidence: Annotated[float | None, typer.Option(help="How sure: above 0, at most 1.")] = None,
    why: Annotated[str, typer.Option(help="How you know; no names.")] = "",
    too_common: Annotated[bool, typer.Option("--too-common", help="It is found everywhere.")] = False,
    not_from_here: Annotated[bool, typer.Option("--not-from-here", help="It is not from your country.")] = False,
    json: Json = False,
) -> None:
    """Answer a question that was offered to your agency, once and before you see what others say."""
    reply = _reply(country, confidence, why, too_common=too_common, not_from_here=not_from_here)
    with state.acting() as (_, acting):
        kept = answering.answer(acting, parse_number(number), reply)
    if json:
        show.as_json(_plain_answer(kept))
    else:
        show.say(f"Your answer to Q{kept.question_id} is kept: {_said(kept.reply)}. It cannot be changed.")


@question.command("close")
def question_close(
    number: Annotated[str | None, typer.Argument(help="None: every one whose time is over.")] = None,
    json: Json = False,
) -> None:
    """Close a question: its answers become clues of one group. Without a number: every one whose time is over."""
    with state.acting() as (_, acting):
        closed = (
            answering.close_expired(acting) if number is None else [answering.close(acting, parse_number(number))[0]]
        )
    if json:
        show.as_json({"closed": [_plain(one) for one in closed]})
    else:
        show.say(f"Closed: {', '.join(f'Q{one.id}' for one in closed) or 'nothing'}.")


@question.command("withdraw")
def question_withdraw(number: str, json: Json = False) -> None:
    """Take a question back: nobody answers it any more, and its answers become no clues."""
    with state.acting() as (_, acting):
        gone = asking.withdraw(acting, parse_number(number))
    _tell(gone, f"Q{gone.id} is withdrawn.", json=json)


@question.command("record")
def question_record(json: Json = False) -> None:
    """How often your own answers turned out right. Nobody else is shown this."""
    with state.acting() as (_, acting):
        mine = answering.my_record(acting)
        acting.record("view own record")
    if json:
        show.as_json(mine)
    elif mine.settled:
        show.say(
            f"Of {mine.settled} answers whose truth is known {mine.right} were right; you stated {mine.stated:.0%} "
            f"on average. Brier score {mine.brier:.3f} (0 is perfect, 0.25 a coin)."
        )
    else:
        show.say("The truth is known for none of your answers yet.")


@question.command("send")
def question_send(
    number: str,
    to: Annotated[str, typer.Option(help="A partner agency that the question was released to.")],
    out: Annotated[Path | None, typer.Option(help="Folder; default: `outbox` in the workspace.")] = None,
    json: Json = False,
) -> None:
    """Seal a released question to an agency on a server elsewhere. The series is not told."""
    with state.acting() as (opened, acting):
        post = _post(opened, acting, out)
        carry.send(acting, opened.blobs, parse_number(number), to, post)
    _posted(post, f"is the question for {to}. Send it.", json=json)


@question.command("open")
def question_open(package: Path, json: Json = False) -> None:
    """Open a question that came from elsewhere: the officers of your agency can then answer it."""
    state.existing(package)
    with state.acting() as (opened, acting):
        kept = carry.arrive(acting, opened.blobs, package, _post(opened, acting, None))
    _tell(kept, f"Q{kept.id} can be answered until {kept.expires:%Y-%m-%d %H:%M}: {kept.words}", json=json)


@question.command("return")
def question_return(
    number: str,
    out: Annotated[Path | None, typer.Option(help="Folder; default: `outbox` in the workspace.")] = None,
    json: Json = False,
) -> None:
    """Close a question from elsewhere and seal its answers to the agency that asked. Nobody is named in them."""
    with state.acting() as (opened, acting):
        post = _post(opened, acting, out)
        carry.answer_home(acting, parse_number(number), post)
    _posted(post, f"holds the answers to Q{parse_number(number)}. Send it back.", json=json)


@question.command("home")
def question_home(package: Path, json: Json = False) -> None:
    """Take in the answers that an agency elsewhere sent back."""
    state.existing(package)
    with state.acting() as (opened, acting):
        answered, count = carry.take_home(acting, package, _post(opened, acting, None))
    if json:
        show.as_json({"question": answered.id, "answers": count})
    else:
        show.say(f"{count} answers to Q{answered.id} came in.")


def _post(opened: Workspace, acting: Acting, out: Path | None) -> Courier:
    return Courier(acting, state.agency_keys(opened, acting), out or opened.folder / "outbox")


def _posted(post: Courier, sentence: str, *, json: bool) -> None:
    assert post.last is not None
    if json:
        show.as_json({"path": post.last.path, "number": str(post.last.number), "sha256": post.last.sha256})
    else:
        show.say(f"{post.last.path} {sentence}")


def _reply(country: str | None, confidence: float | None, why: str, *, too_common: bool, not_from_here: bool) -> Reply:
    if (country is not None) + too_common + not_from_here != 1:
        raise UsageError("Give exactly one answer: a country, --too-common or --not-from-here.")
    said = Said.TOO_COMMON if too_common else Said.NOT_FROM_HERE if not_from_here else Said.COUNTRY
    return Reply(said=said, why=why.strip(), country=country, confidence=confidence)


def _write(path: Path, jpeg: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(jpeg)
    except FileExistsError:
        raise Conflict(f"{path} exists already; name a new file.") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {fault.strerror}.") from None


def _state(one: Question) -> str:
    return "expired" if one.state == "released" and not one.open_at(now()) else str(one.state)


def _said(reply: Reply) -> str:
    return f"{reply.country} ({reply.confidence:.0%})" if reply.said is Said.COUNTRY else str(reply.said)


def _plain(one: Question) -> dict[str, object]:
    return {
        "question": one.id,
        "series": one.series_id,
        "clue": one.clue_id,
        "agency": one.agency,
        "words": one.words,
        "state": _state(one),
        "crop": one.crop,
        "expires": one.expires,
        "offered": one.offered,
        "origin": one.origin,
    }


def _plain_answer(one: Answer) -> dict[str, object]:
    return {
        "answer": one.id,
        "question": one.question_id,
        "agency": one.agency,
        "said": one.reply.said,
        "country": one.reply.country,
        "confidence": one.reply.confidence,
        "why": one.reply.why,
        "mine": one.mine,
    }


def _tell(one: Question, sentence: str, *, json: bool) -> None:
    if json:
        show.as_json(_plain(one))
    else:
        show.say(sentence)
