"""Writing: the text itself, its script, and what languages it may be in."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from sightline.clues.readers.languages import languages
from sightline.clues.readers.model import Clueing, Sign
from sightline.features.writing.scripts import counts, script
from sightline.media.model import Json

LEAST_LETTERS = 2


class Writing:
    """One clue for each script on a sign, so that a bilingual sign says both."""

    name = "writing"
    version = f"1+lingua{version('lingua-language-detector')}"
    kinds = ("writing",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `writing` clue for every script with at least `LEAST_LETTERS` letters."""
        if sign.inside_code:
            return
        by_script: dict[str, list[str]] = {}
        for line in sign.text.split("\n"):
            by_script.setdefault(script(line), []).append(line)
        for code, lines in by_script.items():
            text = "\n".join(lines)
            if counts(text).total() < LEAST_LETTERS:
                continue
            spread: dict[str, Json] = dict(languages(text, code))
            readers: list[Json] = [*sorted({piece.reader for piece in sign.pieces})]
            yield Clueing(
                kind="writing",
                value=text,
                detail={"script": code, "languages": spread, "readers": readers, "score": round(sign.score, 3)},
            )
