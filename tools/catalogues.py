"""The words of Sightline in other languages: gather them from the sources, and build what the page reads.

`catalogues.py gather` reads every `t("...")` and `tn("...", "...", n)` of web/src into src/sightline/locale/sightline.pot and
brings each language's .po up to date. `catalogues.py build` writes web/src/i18n/built/LANG.json, and the pseudo-locale `xx`,
in which each sentence is marked, accented and half as long again.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "sightline" / "locale"
TEMPLATE = LOCALE / "sightline.pot"
SOURCES = ROOT / "web" / "src"
BUILT = SOURCES / "i18n" / "built"
LANGUAGES = ("fr", "nl", "de", "es")
STRING = r'"((?:[^"\\\n]|\\.)*)"'
ONE = re.compile(rf"\bt\(\s*{STRING}", re.DOTALL)
TWO = re.compile(rf"\btn\(\s*{STRING}\s*,\s*{STRING}", re.DOTALL)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"\{\w+\}")
ACCENTS = str.maketrans("aeiouycnsACEINOSUYZ", "àéîõüýçñšÀÇÉÎÑÕŠÛÝŽ")


def found() -> Iterator[tuple[str | tuple[str, str], str]]:
    """Each sentence of the page, or its two forms, with the file it stands in."""
    for path in sorted(SOURCES.rglob("*.ts*")):
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT).as_posix()
        for match in ONE.finditer(text):
            yield json.loads(f'"{match[1]}"'), where
        for match in TWO.finditer(text):
            yield (json.loads(f'"{match[1]}"'), json.loads(f'"{match[2]}"')), where


def gathered() -> Catalog:
    catalogue = Catalog(project="Sightline", version="1", charset="utf-8", fuzzy=False)
    for sentence, where in found():
        catalogue.add(sentence, locations=[(where, None)])
    return catalogue


def load(language: str) -> Catalog:
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, project="Sightline", version="1", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def save(catalogue: Catalog, path: Path) -> None:
    catalogue.header_comment = (
        "# Sightline: the sentences of its page. Written by tools/catalogues.py; translations by hand."
    )
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.creation_date = catalogue.revision_date = EPOCH  # a date of today would change the file at every run
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True
        )


def gather() -> None:
    LOCALE.mkdir(parents=True, exist_ok=True)
    template = gathered()
    save(template, TEMPLATE)
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True)
        save(catalogue, LOCALE / f"{language}.po")


def build() -> None:
    BUILT.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        write(language, {key(one): words(one) for one in load(language) if one.id and complete(one)})
    write("xx", {key(one): pseudo(one) for one in gathered() if one.id})


def write(language: str, catalogue: dict[str, str | list[str]]) -> None:
    text = json.dumps(catalogue, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (BUILT / f"{language}.json").write_text(text, encoding="utf-8")


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def words(message: Message) -> str | list[str]:
    return message.string if isinstance(message.string, str) else list(message.string)


def complete(message: Message) -> bool:
    said = message.string
    return bool(said) if isinstance(said, str) else bool(said) and all(said)


def pseudo(message: Message) -> str | list[str]:
    return strange(message.id) if isinstance(message.id, str) else [strange(one) for one in message.id]


def strange(sentence: str) -> str:
    """The sentence with accents, half as long again, between brackets; `{places}` are left as they are."""
    parts, at = [], 0
    for place in PLACE.finditer(sentence):
        parts += [sentence[at : place.start()].translate(ACCENTS), place[0]]
        at = place.end()
    parts.append(sentence[at:].translate(ACCENTS))
    return f"⟦{''.join(parts)}{'~' * max(1, len(sentence) // 3)}⟧"


if __name__ == "__main__":
    {"gather": gather, "build": build}[sys.argv[1]]()
