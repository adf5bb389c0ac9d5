"""An officer's signed word: who said what about which exact contents, for which country, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sightline.kernel import canonical
from sightline.kernel.clock import stamp
from sightline.kernel.errors import IntegrityError
from sightline.leads.dsse import open_envelope, sign
from sightline.leads.keys import SigningKey, key_id
from sightline.leads.model import Contents, Mark, Party, Said, Signatory
from sightline.leads.wording import contents_digest
from sightline.media.model import Json

MARK_TYPE = "application/vnd.sightline.mark+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerKey:
    """An officer with the private key that is theirs alone."""

    name: str
    agency: str
    key: SigningKey

    @property
    def signatory(self) -> Signatory:
        """The officer as a package names them."""
        return Signatory(name=self.name, agency=self.agency, key=self.key.public)


def make_mark(said: Said, contents: Contents, officer: OfficerKey, now: datetime) -> Mark:
    """Sign the hash of `contents` together with the recipient."""
    digest = contents_digest(contents)
    payload = canonical.encode(_claim(said, digest, contents.recipient, officer.signatory, now))
    envelope = sign(MARK_TYPE, payload, [officer.key])
    return Mark(said=said, officer=officer.signatory, at=now, digest=digest, envelope=envelope)


def check_mark(mark: Mark, recipient: Party) -> None:
    """Raise `IntegrityError` unless the envelope says what the mark says, about this recipient."""
    key = mark.officer.key
    payload = open_envelope(mark.envelope, MARK_TYPE, {key_id(key): key})
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        raise IntegrityError(f"What {mark.officer.name} signed cannot be read.") from None
    if found != _claim(mark.said, mark.digest, recipient, mark.officer, mark.at):
        raise IntegrityError(f"What {mark.officer.name} signed is not what the package says was {mark.said}.")


def _claim(said: Said, digest: str, recipient: Party, officer: Signatory, at: datetime) -> dict[str, Json]:
    return {
        "said": said.value,
        "contents": digest,
        "country": recipient.country,
        "agency": recipient.agency,
        "officer": officer.name,
        "officer_agency": officer.agency,
        "at": stamp(at),
    }
