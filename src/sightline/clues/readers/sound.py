"""What a video sounds of: 50 or 60 Hz, and where there are voices whose language a person may say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sightline.clues.model import VOICE
from sightline.clues.readers.model import Clueing, Feature
from sightline.media.model import Json, Span


class Sound:
    """Hum and voices."""

    name = "sound"
    version = "1"
    kinds = ("mains-frequency", "speech")
    takes = "sound"

    def read(self, feature: Feature) -> Iterable[Clueing]:
        """Return `mains-frequency` for a hum, and one `speech` clue, at the longest span, where there are voices."""
        hum, voices = feature.value.get("hum"), feature.value.get("voices")
        if isinstance(hum, dict):
            yield Clueing(kind="mains-frequency", value=str(hum["hertz"]), detail=dict(hum), reliability=0.8)
        spans = [_span(one) for one in voices] if isinstance(voices, list) else []
        if spans:
            longest = max(spans, key=lambda span: span.end - span.start)
            seconds = sum(span.end - span.start for span in spans)
            yield Clueing(
                kind="speech", value=VOICE, span=longest, detail={"voices": voices, "seconds": round(seconds, 1)}
            )


def _span(one: Json) -> Span:
    start, end = cast("list[float]", one)
    return Span(start=start, end=end)
