"""The words clues are made of: kinds and values in five languages, and what counts as a value of a kind."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sightline.kernel.errors import UsageError

LONGEST_TEXT = 4_000
# form -> (pattern, how a person would put it right)
FORMS = {
    "text": (re.compile(r"(?s).*\S.*"), "write what was read or seen"),
    "language": (
        re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"),
        "write a language code such as fr or pt-BR",
    ),
    "cctld": (re.compile(r"[a-z]{2}"), "write the two letters of a country domain, such as be"),
    "digits": (re.compile(r"\d{3,14}"), "write 3 to 14 digits"),
    "position": (
        re.compile(r"[-+]?\d{1,2}(?:\.\d+)?,[-+]?\d{1,3}(?:\.\d+)?"),
        "write latitude,longitude in degrees, such as 50.85,4.35",
    ),
    "offset": (re.compile(r"[-+](?:0\d|1[0-4]):(?:00|15|30|45)"), "write it as +02:00"),
    "countries": (re.compile(r"[A-Z]{2}(?:, ?[A-Z]{2})*"), "write ISO country codes such as BE or BE, NL"),
    "empty": (re.compile(""), "leave the value empty"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of clue.

    form: a name in `FORMS`, or `listed`. several: whether listed values may be joined by `/`.
    by: `person`, or `both` where machines propose it too. labels: language -> word. values: value -> labels.
    """

    name: str
    form: str
    several: bool
    by: str
    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All kinds, in the order in which a person is offered them."""

    version: str
    languages: tuple[str, ...]
    kinds: Mapping[str, Kind]

    def kind(self, name: str) -> Kind:
        """Return the kind called `name` (or its label in any language); `UsageError` where there is none."""
        wanted = _folded(name)
        for kind in self.kinds.values():
            if wanted == kind.name or wanted in map(_folded, kind.labels.values()):
                return kind
        raise UsageError(f"There is no kind of clue called {name[:60]!r}.{_near(wanted, self.kinds)}")

    def value(self, kind_name: str, value: str) -> str:
        """Return `value` as it is kept, after checking it; labels of listed values are taken in any language.

        Raises `UsageError` with a sentence that says what would be right.
        """
        kind = self.kind(kind_name)
        written = value.strip()
        if len(written) > LONGEST_TEXT:
            raise UsageError(
                f"A value of {kind.name} has at most {LONGEST_TEXT} characters; this one has {len(written)}."
            )
        if kind.form != "listed":
            pattern, advice = FORMS[kind.form]
            if not pattern.fullmatch(written):
                raise UsageError(f"{written[:60]!r} is no value of {kind.name}: {advice}.")
            return written
        parts = written.split("/") if kind.several else [written]
        return "/".join(_listed(kind, part) for part in parts)

    def label(self, kind_name: str, value: str | None = None, language: str = "en") -> str:
        """Return the word for a kind, or for one of its values; what has no word is returned as it is."""
        kind = self.kind(kind_name)
        if value is None:
            return kind.labels.get(language, kind.labels["en"])
        parts = value.split("/") if kind.several else [value]
        words = [kind.values.get(part) for part in parts]
        return " / ".join(
            part if word is None else word.get(language, word["en"]) for part, word in zip(parts, words, strict=True)
        )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with this version."""
    raw = tomllib.loads((files("sightline.clues") / "vocabulary.toml").read_text(encoding="utf-8"))
    languages = tuple(raw["languages"])
    kinds = {
        name: Kind(
            name=name,
            form=entry["form"],
            several=entry.get("several", False),
            by=entry["by"],
            labels=dict(zip(languages, entry["labels"], strict=True)),
            values={
                value: dict(zip(languages, labels, strict=True))
                for value, labels in raw["values"].get(name, {}).items()
            },
        )
        for name, entry in raw["kinds"].items()
    }
    return Vocabulary(version=raw["version"], languages=languages, kinds=kinds)


def _listed(kind: Kind, part: str) -> str:
    wanted = _folded(part)
    for value, labels in kind.values.items():
        if wanted == value.casefold() or wanted in map(_folded, labels.values()):
            return value
    raise UsageError(f"{part.strip()[:60]!r} is no value of {kind.name}.{_near(wanted, kind.values)}")


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _near(wanted: str, names: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(wanted[:60], list(names), n=3, cutoff=0.6)
    if near:
        return f" Did you mean {' or '.join(near)}?"
    return f" Choose from: {', '.join(names)}."
