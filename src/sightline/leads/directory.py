"""The directory of partner agencies: whose signature counts here. Every change takes two persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sightline.kernel.errors import IntegrityError, NotFound, NotPermitted, UsageError
from sightline.leads.keys import KeyCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A partner's card as it stands here. It counts only once a second person confirmed it, and until it is revoked."""

    card: KeyCard
    entered_by: str
    confirmed_by: str = ""
    revoked_at: datetime | None = None
    revoked_why: str = ""


class Directory:
    """Partners by key. One agency may have several cards while it changes keys."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        self._by_id = {one.card.key_id: one for one in partners}

    def sender(self, key: str, now: datetime) -> KeyCard:
        """The card with key id `key`, if it may be trusted at `now`. Raises `IntegrityError` saying why not."""
        partner = self._by_id.get(key)
        if partner is None:
            raise IntegrityError(
                f"The package is signed by a key that is not in your directory ({key[:16]}…). "
                "Ask the sender for its key card and have two officers enter it."
            )
        _check(partner, now)
        return partner.card

    def recipient(self, agency: str, now: datetime) -> KeyCard:
        """The newest card of `agency` that may be sealed to at `now`.

        Raises `NotFound` when there is none, `IntegrityError` saying why the one there is may not be used.
        """
        cards = [one for one in self._by_id.values() if one.card.agency == agency]
        if not cards:
            raise NotFound(f"There is no key card of {agency}; ask that agency for it and have two officers enter it.")
        cards.sort(
            key=lambda one: (one.revoked_at is None and bool(one.confirmed_by), one.card.valid_from), reverse=True
        )
        _check(cards[0], now)
        return cards[0].card


def confirm(partner: Partner, *, by: str, typed_fingerprint: str) -> Partner:
    """The second person's yes to a partner's key, given by typing the fingerprint heard from the partner."""
    if by == partner.entered_by:
        raise NotPermitted("The officer who entered a key cannot confirm it; ask a second officer.")
    if typed_fingerprint.replace(" ", "").lower() != partner.card.fingerprint.replace(" ", ""):
        raise UsageError("The fingerprint does not match this card. Compare it again by telephone; do not confirm it.")
    return replace(partner, confirmed_by=by)


def revoke(partner: Partner, *, why: str, at: datetime) -> Partner:
    """A lost or stolen key stops counting at once; one person is enough, since waiting is the danger."""
    if not why.strip():
        raise UsageError("Say why the key is revoked: lost, stolen, replaced.")
    return replace(partner, revoked_at=at, revoked_why=why.strip())


def check_validity(card: KeyCard, now: datetime) -> None:
    """Raise `IntegrityError` when `card` is not valid at `now`, with the hint that a wrong clock looks the same."""
    if now < card.valid_from:
        raise IntegrityError(
            f"The key of {card.name} is valid only from {card.valid_from:%Y-%m-%d}, and this machine's clock says "
            f"{now:%Y-%m-%d}. Check the clock."
        )
    if now > card.valid_until:
        raise IntegrityError(
            f"The key of {card.name} expired on {card.valid_until:%Y-%m-%d}, and this machine's clock says "
            f"{now:%Y-%m-%d}. Check the clock, or ask for the new key card."
        )


def _check(partner: Partner, now: datetime) -> None:
    name = partner.card.name
    if partner.revoked_at is not None:
        raise IntegrityError(f"The key of {name} was revoked: {partner.revoked_why}. Ask for its new key card.")
    if not partner.confirmed_by:
        raise IntegrityError(f"The key of {name} waits for a second officer; have it confirmed first.")
    check_validity(partner.card, now)
