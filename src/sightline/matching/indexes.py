"""Search indexes on the disk that mend themselves: what the database knows to be matched and an index lacks is put back.

An index is made of features by one version of a matcher. One that is lost, damaged, of another version or older than the
database (a backup) is no error: it is made again from the features, which the database keeps.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sightline.agencies.access import Enter
from sightline.features.kinds.keypoints import Keypoints
from sightline.kernel.errors import Conflict, IntegrityError
from sightline.matching import store
from sightline.matching.scenes.codebook import shipped
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.steps import A_STEP

MADE_BY = "made-by"


def opened(folder: Path, matcher: str, version: str) -> SceneIndex:
    """The scene index of this version of a matcher in a folder; an empty one where there is no sound one."""
    made_by = f"{matcher} {version}, keypoints {Keypoints.version}, codebook {shipped().sha256}"
    mark = folder / MADE_BY
    if not mark.exists() or mark.read_text(encoding="utf-8") != made_by:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        index = SceneIndex.open(folder)
    except (IntegrityError, Conflict):
        shutil.rmtree(folder)
        index = SceneIndex.open(folder)
    mark.write_text(made_by, encoding="utf-8")
    return index


def lacking(enter: Enter, folder: Path, matcher: str, version: str) -> Iterator[list[int]]:
    """Yield, a step at a time, media that this version has matched and the index does not hold."""
    with enter() as acting:
        known = store.matched_media(acting, matcher, version)
    if known:
        with opened(folder, matcher, version) as index:
            held = set(index.media().tolist())
        yield from steps([media for media in known if media not in held])


def steps(media_ids: Sequence[int]) -> Iterable[list[int]]:
    """Return the ids in lists of a step's length."""
    return (list(media_ids[start : start + A_STEP]) for start in range(0, len(media_ids), A_STEP))
