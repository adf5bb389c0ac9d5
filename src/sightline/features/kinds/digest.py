"""The digests computed at the door, kept as a feature so that every look-up list can be asked later."""

from __future__ import annotations

from sightline.features.model import Found, Subject, Takes
from sightline.media.model import Json


class Digest:
    """Size and hex digests. SHA-256 is the identity; MD5 and SHA-1 serve only to ask other people's lists."""

    name = "digest"
    version = "1"
    takes = Takes.FILE

    def extract(self, subject: Subject) -> Found:
        """Return `{"size", "sha256", ...}`: whatever digests the door computed, in lower case."""
        value: dict[str, Json] = {name: digest.lower() for name, digest in sorted(subject.digests.items())}
        value["sha256"] = subject.sha256.lower()
        value["size"] = subject.size
        return Found(value=value)
