"""The Merkle tree of RFC 6962, section 2: hashes, root and proofs over a list of leaf hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The compact range of the first `size` leaves: the roots of its full subtrees, largest first.

    It is all one needs to go on: adding a leaf costs one hash on average, whatever the size.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def plus(self, leaves: Sequence[bytes]) -> Frontier:
        """The frontier after `leaves` have been added."""
        size, stack = self.size, list(self.nodes)
        for leaf in leaves:
            stack.append(leaf)
            size += 1
            for _ in range((size & -size).bit_length() - 1):
                right = stack.pop()
                stack[-1] = node_hash(stack[-1], right)
        return Frontier(size=size, nodes=tuple(stack))

    @property
    def root(self) -> bytes:
        """The root over these leaves; `EMPTY_ROOT` when there are none."""
        if not self.nodes:
            return EMPTY_ROOT
        node = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            node = node_hash(left, node)
        return node

    def pack(self) -> bytes:
        """The nodes one after another, 32 bytes each."""
        return b"".join(self.nodes)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier | None:
        """The frontier of `size` leaves from its packed nodes, or None when their number cannot be right."""
        if len(packed) != 32 * size.bit_count():
            return None
        return cls(size=size, nodes=tuple(packed[at : at + 32] for at in range(0, len(packed), 32)))


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over `leaves`, in linear time; `EMPTY_ROOT` when there are none."""
    return Frontier().plus(leaves).root


def frontier_places(size: int) -> list[tuple[int, int]]:
    """The (level, index) of every node in the frontier of `size` leaves; level 0 are the leaves."""
    return [(level, (size >> level) - 1) for level in reversed(range(size.bit_length())) if size >> level & 1]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of RFC 6962 2.1.1 for the leaf at `index`, from its sibling up to the root."""
    return proof_from_nodes(len(leaves), index, lambda level, at: root(leaves[at << level : (at + 1) << level]))


def proof_from_nodes(size: int, index: int, node: Callable[[int, int], bytes]) -> list[bytes]:
    """The same path from a source of full subtrees: `node(level, i)` is the root of leaves [i << level, (i+1) << level).

    Raises `ValueError` for an index outside the tree.
    """
    if not 0 <= index < size:
        msg = f"there is no leaf {index} in a tree of {size}"
        raise ValueError(msg)
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        split = start + _split(stop - start)
        if index < split:
            path.append(_span(split, stop, node))
            stop = split
        else:
            path.append(_span(start, split, node))
            start = split
    return path[::-1]


def _span(start: int, stop: int, node: Callable[[int, int], bytes]) -> bytes:
    """The root of leaves [start, stop), where start is a multiple of a power of two that is at least stop - start."""
    places = frontier_places(stop - start)
    nodes = tuple(node(level, (start >> level) + at) for level, at in places)
    return Frontier(size=stop - start, nodes=nodes).root


def root_from_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that `proof` leads to (RFC 9162 2.1.3.2), or None when the proof has the wrong length."""
    if not 0 <= index < size:
        return None
    node, last = index, size - 1
    result = leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return result if last == 0 else None


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The proof of RFC 6962 2.1.2 that the tree over the first `old_size` leaves is a prefix of this one."""
    if not 0 < old_size < len(leaves):
        return []
    return _subproof(leaves, old_size, complete=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, complete: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if complete else [root(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, complete=complete), root(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, complete=False), root(leaves[:split])]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
