"""From figures to sentences. Nothing but the figures is in it: no series, no place, no name that is not the operation's."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from sightline.kernel.errors import UsageError
from sightline.leads.figures import Figure
from sightline.operations.model import Operation


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(files("sightline.leads.press").joinpath("sentences.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """The languages a draft can be written in."""
    return tuple(_table()["languages"])


def draft(operation: Operation, figures: Sequence[Figure], language: str) -> str:
    """The press release as plain text. Raises `UsageError` for a language it does not have."""
    if language not in languages():
        raise UsageError(f"A press release is drafted in {', '.join(languages())}, not in {language!r}.")
    place = languages().index(language)
    frame = {name: written[place] for name, written in _table()["frame"].items()}
    said = [_sentence(figure, place, language) for figure in figures if figure.name in _table()["sentences"]]
    starts, ends = (format_date(day, "long", locale=language) for day in (operation.starts, operation.ends))
    lines = [
        frame["draft"],
        "",
        frame["title"].format(name=operation.name),
        "",
        frame["dates"].format(starts=starts, ends=ends),
        *(sentence for sentence in said if sentence),
        "",
        frame["closing"],
    ]
    return "\n".join(lines) + "\n"


def _sentence(figure: Figure, place: int, language: str) -> str:
    if not figure.value:
        return ""
    one, many = _table()["sentences"][figure.name][place]
    number = format_decimal(figure.value, locale=language)
    return str(one if figure.value == 1 else many).format(n=number)
