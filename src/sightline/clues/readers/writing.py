"""Writing: the text itself, its script, and what languages it may be in."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from sightline.clues.readers.chinese import chinese
from sightline.clues.readers.languages import languages
from sightline.clues.readers.model import Clueing, Sign
from sightline.clues.readers.words import is_noise, words
from sightline.features.writing.scripts import counts, script
from sightline.media.model import Json

LEAST_LETTERS = 2


class Writing:
    """One clue for each script on a sign, so that a bilingual sign says both."""

    name = "writing"
    version = f"2+lingua{version('lingua-language-detector')}"
    kinds = ("writing",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `writing` clue for every script in which the sign has words; none for numbers, addresses, noise."""
        if sign.inside_code:
            return
        by_script: dict[str, list[str]] = {}
        for line in words(sign.text).split("\n"):
            by_script.setdefault(script(line), []).append(line)
        for code, lines in by_script.items():
            text = "\n".join(lines)
            if counts(text).total() >= LEAST_LETTERS and not is_noise(text, code):
                yield _clueing(text, code, sign)


def _clueing(text: str, code: str, sign: Sign) -> Clueing:
    code, spread = chinese(text) if code == "Hani" else (code, languages(text, code))
    beliefs: dict[str, Json] = dict(spread)
    readers: list[Json] = [*sorted({piece.reader for piece in sign.pieces})]
    return Clueing(
        kind="writing",
        value=text,
        detail={"script": code, "languages": beliefs, "readers": readers, "score": round(sign.score, 3)},
    )
