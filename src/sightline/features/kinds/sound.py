"""What the sound of a video gives away: the hum of the mains, and where there are voices. Nobody has to listen."""

from __future__ import annotations

from dataclasses import asdict

from sightline.features.hearing.hearer import Hearer, detector
from sightline.features.hearing.hum import hum
from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.media.model import SAMPLED_RATE, Json

RULES = "1"


class Sound:
    """Hum and voices in the first ten minutes of the sound track."""

    name = "sound"
    takes = Takes.FILE

    def __init__(self) -> None:
        """The detector is part of the version, so that one installed later is used on all media."""
        self._detector = detector()
        self.version = f"{RULES}+{self._detector}"
        self._hearer = Hearer()

    def extract(self, subject: Subject) -> Found:
        """Return `{"seconds", "hum": {"hertz", "lines", "decibels"} or None, "voices": [[start, end]] or None}`.

        voices: None where no detector is installed. Raises `Unsuited` when there is no sound, `Damaged`.
        """
        sound = subject.examination.sound
        if sound is None or not len(sound):
            raise Unsuited("there is no sound")
        found = hum(sound, SAMPLED_RATE)
        told: Json = {**asdict(found)} if found else None
        voices: Json = None
        if self._detector != "none":
            voices = [[span.start, span.end] for span in self._hearer.voices(sound)]
        return Found(
            value={
                "seconds": round(len(sound) / SAMPLED_RATE, 2),
                "hum": told,
                "voices": voices,
            }
        )
