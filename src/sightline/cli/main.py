"""`sightline`: every command, and the door at which every error becomes one plain sentence and an exit code.

Exit codes: 0 done; 1 our fault; 2 the request makes no sense; 3 done in part (some files were refused);
4 not permitted; 5 something does not verify; 6 this machine lacks something; 130 interrupted.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Annotated

import typer

from sightline.cli import state
from sightline.cli.rooms import Rooms
from sightline.kernel import diary
from sightline.kernel.disk import lacking
from sightline.kernel.errors import SightlineError

app = typer.Typer(
    name="sightline",
    cls=Rooms,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Software for victim-identification task forces: contributions, links, clues, places, lead packages.",
)


@app.callback()
def flags(
    workspace: Annotated[str | None, typer.Option(help="Folder of the workspace.")] = None,
    acting_as: Annotated[str | None, typer.Option("--as", help="Handle of the officer who acts.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Why; written into the custody log.")] = None,
) -> None:
    """Keep what holds for every command."""
    state.remember_flags({"workspace": workspace, "officer": acting_as, "purpose": purpose})


def main() -> None:
    """Run the command line and end with its exit code."""
    # People get one sentence; details go to the diary in the workspace. Without a handler they would be printed.
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; return its exit code. Every error ends here."""
    try:
        result = app(args=arguments, prog_name="sightline", standalone_mode=False)
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _fail(arguments, "Interrupted", "Interrupted; what was committed is kept.", 130)
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - one of the four doors
        return _told(arguments, error)
    return result if isinstance(result, int) else 0


def _told(arguments: list[str], error: Exception) -> int:
    """Whatever went wrong, the user gets one sentence."""
    if isinstance(error, typer.TyperException):
        return _fail(arguments, "Usage", error.format_message(), 2)
    if isinstance(error, OSError):
        error = lacking(error, error.filename or "a place that this needs") or error
    if isinstance(error, SightlineError):
        return _fail(arguments, type(error).__name__, str(error), error.exit_code)
    return _internal(arguments, error)


def _internal(arguments: list[str], fault: Exception) -> int:
    """Whatever went wrong inside: one sentence without a word of its text, which may quote data; the rest is written."""
    path = diary.tell("the command ended", fault)
    sentence = (
        f"Something went wrong inside Sightline ({type(fault).__name__}). Nothing uncommitted was kept; "
        f"what happened is written in {path}."
    )
    return _fail(arguments, "Internal", sentence, 1)


def _fail(arguments: list[str], kind: str, sentence: str, code: int) -> int:
    if "--json" in arguments:
        sys.stderr.write(json.dumps({"error": kind, "message": sentence, "exit_code": code}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"sightline: {sentence}\n")
    return code
