"""From a video file to the hum in it and the clues that are proposed."""

import av
import numpy as np
import pytest

from sightline.clues.model import VOICE
from sightline.clues.readers.catalogue import propose
from sightline.clues.readers.model import Feature
from sightline.features.kinds.sound import Sound
from sightline.features.model import Subject, Unsuited
from sightline.media.decoder import Decoder
from sightline.media.model import Examination, MediaKind
from sightline.places.fuse import where
from tests.features.hearing.made_sound import RATE, as_samples, mains, noise, voice
from tests.places.made import clue


def subject(sound):
    seen = Examination(
        kind=MediaKind.VIDEO, format="mkv", mime="video/x-matroska", width=1, height=1, duration=1.0, isolation="A",
        pictures=(), sound=sound,
    )  # fmt: skip
    return Subject(sha256="0" * 64, size=1, digests={}, examination=seen)


@pytest.fixture
def film(tmp_path):
    """A film of 16 s that is dark, hums at 60 Hz, and has somebody speak from the sixth to the tenth second."""
    path = tmp_path / "film.mkv"
    spoken = np.concatenate([noise(6, 0.002), voice(4), noise(6, 0.002)])
    samples = as_samples(spoken + mains(16, 60, 0.004))
    with av.open(str(path), "w") as file:
        picture, sound = file.add_stream("libx264", rate=2), file.add_stream("pcm_s16le", rate=RATE, layout="mono")
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        for number in range(32):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 9, np.uint8), format="rgb24")
            frame.pts = number
            file.mux(picture.encode(frame))
        whole = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        whole.sample_rate = RATE
        file.mux(sound.encode(whole))
        for stream in (picture, sound):
            file.mux(stream.encode(None))
    return path


def test_a_film_gives_away_its_mains_and_where_somebody_speaks(film):
    with Decoder() as decoder:
        sound = decoder.samples(film)
    assert len(sound) == pytest.approx(16 * RATE, abs=RATE / 10)
    extractor = Sound()
    value = extractor.extract(subject(sound)).value
    assert value["hum"]["hertz"] == 60
    ((start, end),) = value["voices"]
    assert 5 < start < 7 < 9 < end < 11
    feature = Feature(name=extractor.name, version=extractor.version, value=value, media_id=4)
    mains_clue, speech = propose([feature])
    assert (mains_clue.kind, mains_clue.value, mains_clue.media_id) == ("mains-frequency", "60", 4)
    assert (speech.kind, speech.value, speech.span.start) == ("speech", VOICE, start)


def test_a_voice_of_no_known_language_has_no_say_until_a_person_names_it():
    assert where([clue("speech", VOICE)]).aside[0].reason.startswith("somebody speaks")
    assert where([clue("speech", "is")]).best[0] == "IS"


def test_a_media_without_sound_is_not_its_business():
    with pytest.raises(Unsuited):
        Sound().extract(subject(None))
