"""Logs made in memory: entries, signed checkpoints, exports and proofs, without a database."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.custody import tree
from sightline.custody.checkpoint import Checkpoint, sign, write_key
from sightline.custody.export import write_export
from sightline.custody.log import Entry
from sightline.custody.proofs import Proof, proof_text
from sightline.kernel.canonical import encode

ORIGIN = "sightline/BE"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
VKEY = write_key(ORIGIN, KEY.public_key())
MEDIA = f"media:{'ab' * 32}"


def body(number: int, word: str = "view") -> bytes:
    """What entry `number` says; the é and the U+2028 are there to trip a reader that splits lines its own way."""
    return encode({"v": 1, "action": word, "officer": "bé\u2028", "subjects": [MEDIA, f"thing:{number}"]})


def entry(position: int, content: bytes) -> Entry:
    """`content` at its place in the log."""
    return Entry(log="BE", position=position, id=position + 1, body=content, leaf=tree.leaf_hash(content))


def entries(count: int) -> list[Entry]:
    """A log of `count` entries."""
    return [entry(number, body(number)) for number in range(count)]


def note(kept: Sequence[Entry], size: int, key: Ed25519PrivateKey = KEY) -> str:
    """The signed checkpoint over the first `size` of `kept`."""
    root = tree.root([one.leaf for one in kept[:size]])
    return sign(Checkpoint(origin=ORIGIN, size=size, root=root), key)


def export(kept: Sequence[Entry], notes: Sequence[str], *, hashes_only: bool = False) -> list[str]:
    """The lines of an export."""
    return list(write_export(VKEY, notes, kept, hashes_only=hashes_only))


def proofs(kept: Sequence[Entry], indexes: Sequence[int]) -> str:
    """A proof file for some entries."""
    leaves = [one.leaf for one in kept]
    signed = note(kept, len(kept))
    return proof_text(
        MEDIA,
        VKEY,
        [
            Proof(
                body=kept[index].body.decode(),
                index=index,
                path=tuple(tree.inclusion_proof(leaves, index)),
                note=signed,
            )
            for index in indexes
        ],
    )
