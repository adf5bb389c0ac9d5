"""How the command line speaks: tables and sentences for people, one JSON object for programs, progress on stderr."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def plain(value: Any) -> Any:
    """`value` as JSON knows it: dataclasses become objects, dates text, sets sorted lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(plain(part) for part in value)
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value


def as_json(value: Any) -> None:
    """Print one JSON object on standard output."""
    sys.stdout.write(json.dumps(plain(value), indent=2, ensure_ascii=False) + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """Print a table, or `empty` when there are no rows. Numbers stand right."""
    if not rows:
        out.print(escape(empty))
        return
    shown = Table(title=escape(title), title_justify="left", header_style="bold", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = all(isinstance(row[index], int | float) for row in rows)
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(escape(visible(cell)) for cell in row))
    out.print(shown)


def say(sentence: str) -> None:
    """Print one plain sentence."""
    out.print(escape(visible(sentence)), soft_wrap=True)


def visible(cell: object) -> str:
    """`cell` as text in which control characters of a hostile name do nothing to the terminal."""
    if isinstance(cell, float):
        return f"{cell:.4g}"
    text = "" if cell is None else str(cell.value if isinstance(cell, Enum) else cell).replace("\n", " / ")
    return "".join(char if char.isprintable() or char == " " else f"\\x{ord(char):02x}" for char in text)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Progress]:
    """A progress line on standard error; silent when that is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        shown.add_task(label, total=total)
        yield shown
