"""What a lead package carries of the sender's custody log: that, when and by whom the lead was composed and released.

Only the entries about the lead itself go along. An intake entry names every media of its batch, which is more than the
recipient is to know; the proof about one media is given on request (`sightline prove`).
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sightline.custody.prove import prove
from sightline.kernel.db import Database, Role

NAME = "custody/lead.custody-proof"
ACTIONS = ("compose", "edit lead", "propose lead", "approve lead", "release urgently")


def of_lead(database: Database, log: Path, key: Ed25519PublicKey, number: int) -> dict[str, bytes]:
    """The proof file of lead `number`, by its name in the package.

    log: the folder of the sender's published log; key: its public key. The log must have been sealed since the release.
    Raises `NotFound` when the log has no such entries, `IntegrityError` when it does not hold.
    """
    with database.transaction(Role.WORKER) as connection:
        text = prove(connection, log, key, f"lead:{number}", actions=ACTIONS)
    return {NAME: text.encode()}
