"""The page a receiving officer reads: one HTML file, no script, nothing fetched, every word escaped."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.leads.model import Contents, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The page, and the plain text that lies beside it in the package."""

    html: str
    readme: str


def render(contents: Contents, letter: Letter) -> Report:
    """The report in the receiver's language."""
    return Report(html="<!doctype html><title>x</title>", readme=f"{letter.number} {contents.summary}")
