"""The report's words, numbers, dates and country names in the receiver's language; English where there is none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from sightline.clues.vocabulary import vocabulary


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("sightline.leads.report").joinpath("words.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """The languages the report can be written in."""
    return tuple(_raw()["languages"])


@dataclass(frozen=True, slots=True)
class Words:
    """One language. place: its place in every list of the catalogue."""

    language: str
    place: int

    @classmethod
    def of(cls, language: str) -> Words:
        """The words of `language` (`fr`, `fr-BE`), or English."""
        known = languages()
        wanted = language.replace("_", "-").partition("-")[0].lower()
        found = wanted if wanted in known else known[0]
        return cls(found, known.index(found))

    def say(self, key: str, **parts: str) -> str:
        """The phrase `key` with its {braces} filled."""
        phrase: str = _raw()["words"][key][self.place]
        return phrase.format(**parts)

    def labelled(self, key: str, text: str) -> str:
        """`Label: text`, with the language's own space before the colon."""
        return self.say(key) + self.say("colon") + text

    def handling(self, code: str) -> str:
        """What a handling code or TLP colour means."""
        meaning: str = _raw()["handling"][code][self.place]
        return meaning

    def sure(self, probability: float) -> str:
        """How sure, in words."""
        return self._step("sure", probability)

    def support(self, log10_ratio: float) -> str:
        """How strong a group of clues is, in words."""
        return self._step("support", log10_ratio)

    def country(self, code: str) -> str:
        """The country's name; its code when it has none."""
        return str(Locale.parse(self.language).territories.get(code, code))

    def kind(self, name: str) -> str:
        """What a kind of clue is called; its own name when the vocabulary lacks it."""
        kind = vocabulary().kinds.get(name)
        return name if kind is None else kind.labels.get(self.language, name)

    def value(self, kind: str, value: str) -> str:
        """A value of a clue, in words where the vocabulary lists it."""
        return vocabulary().label(kind, value, self.language) if kind in vocabulary().kinds else value

    def percent(self, share: float) -> str:
        """A probability: whole percents in the middle, tenths at the ends, never 0 or 100, which nobody can know."""
        if share < _LEAST:
            return f"< {self._percent(_LEAST, '0.0')}"
        if share > 1 - _LEAST:
            return f"> {self._percent(1 - _LEAST, '0.0')}"
        return self._percent(share, "0" if _WHOLE_FROM <= share <= 1 - _WHOLE_FROM else "0.0")

    def number(self, value: float, form: str = "#,##0") -> str:
        """A number with the language's signs."""
        return format_decimal(value, form, locale=self.language)

    def day(self, moment: datetime) -> str:
        """A date, in UTC."""
        return format_datetime(moment, "d MMMM yyyy", locale=self.language)

    def moment(self, moment: datetime) -> str:
        """A date and time, in UTC."""
        return format_datetime(moment, "d MMMM yyyy, HH:mm", locale=self.language) + " UTC"

    def listed(self, parts: list[str]) -> str:
        """`a, b and c`."""
        return format_list(parts, locale=self.language) if parts else ""

    def _percent(self, share: float, digits: str) -> str:
        pattern = str(Locale.parse(self.language).percent_formats[None].pattern).replace("#,##0", digits)
        return format_percent(share, pattern, locale=self.language)

    def _step(self, scale: str, value: float) -> str:
        steps = _raw()[scale]
        step = next((one for one in steps if value < one["below"]), steps[-1])
        return str(step["words"][self.place])


_LEAST = 0.001
_WHOLE_FROM = 0.1
