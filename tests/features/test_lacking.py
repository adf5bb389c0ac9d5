"""What the machine lacks for a while is not held against the media: nothing is kept, and the job waits."""

import pytest

from sightline.features.extract import _run
from sightline.features.model import Subject
from sightline.kernel.errors import Unavailable


class _Lacking:
    name, version = "lacking", "1"

    def extract(self, _subject: Subject) -> None:
        raise Unavailable("The cage did not start.")


def test_an_extractor_that_lacks_its_cage_leaves_no_finding() -> None:
    with pytest.raises(Unavailable):
        _run(_Lacking(), None, None)
