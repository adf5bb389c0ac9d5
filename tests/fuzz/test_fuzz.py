"""A short round of fuzzing in every run: our own parsers answer, or refuse in a sentence. `make fuzz` is the long one."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target

ROUNDS = 1_500
WORDS = (
    b"\0",
    b"\xff",
    b"..",
    b"/",
    b'"',
    b"\\",
    b"\n",
    b"[" * 3000,
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"\xed\xa0\x80",
    b"\x7f\xff\xff\xff",
)


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """One to six changes: a bit, a cut, a piece again, a piece gone, a nasty word."""
    content = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(content))
        until = min(len(content), at + chance.choice([1, 4, 30]))
        change = chance.randrange(5)
        if change == 0 and at < len(content):
            content[at] ^= 1 << chance.randrange(8)
        elif change == 1:
            del content[at:until]
        elif change == 2:
            content[at:at] = content[at:until] * chance.choice([1, 3])
        elif change == 3:
            content[at:at] = chance.choice(WORDS)
        else:
            content = content[:at] if chance.random() < 0.2 else content
    return bytes(content)


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_changed_seeds_are_answered_or_refused(target: Target) -> None:
    chance = random.Random(target.name)
    for seed in target.seeds:
        target(seed)
    for _ in range(ROUNDS):
        target(mutated(chance.choice(target.seeds), chance))


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=3_000))
def test_any_bytes_are_answered_or_refused(target: Target, content: bytes) -> None:
    target(content)
