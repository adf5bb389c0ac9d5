"""A thousand random tampers: every one found with its first bad entry, by the Python and by the JavaScript verifier."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from sightline.custody import tree
from sightline.custody.export import verify_export
from sightline.custody.log import Entry
from sightline.custody.proofs import check
from sightline.custody.verify import Broken, Verified
from sightline.kernel.errors import IntegrityError
from tests.custody import made

SIZE = 24
SIGNED = (3, 4, 11, 20, 24)
WHOLE = made.entries(SIZE)
NOTES = {size: made.note(WHOLE, size) for size in SIGNED}
OUTSIDE = made.export(WHOLE, [NOTES[SIZE]], hashes_only=True)
CASES = 1000

Tamper = Callable[[random.Random], tuple[int, list[Entry], list[str]]]
"""Gives the first bad entry, and the entries and checkpoints of the log after the tamper."""


def _renumbered(kept: list[Entry], chance: random.Random) -> list[Entry]:
    """Half the time the forger covers the track in the numbers too."""
    if chance.random() < 0.5:
        return kept
    return [dataclasses.replace(one, position=place) for place, one in enumerate(kept)]


def edit(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    place = chance.randrange(SIZE)
    content = bytearray(WHOLE[place].body)
    content[chance.randrange(len(content) - 40, len(content))] ^= 1
    leaf = tree.leaf_hash(bytes(content)) if chance.random() < 0.5 else WHOLE[place].leaf
    forged = dataclasses.replace(WHOLE[place], body=bytes(content), leaf=leaf)
    return place, [*WHOLE[:place], forged, *WHOLE[place + 1 :]], [*NOTES.values()]


def drop(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    place = chance.randrange(SIZE)
    return place, _renumbered(WHOLE[:place] + WHOLE[place + 1 :], chance), [*NOTES.values()]


def swap(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    first, second = sorted(chance.sample(range(SIZE), 2))
    kept = WHOLE.copy()
    kept[first], kept[second] = kept[second], kept[first]
    return first, _renumbered(kept, chance), [*NOTES.values()]


def truncate(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    place = chance.randrange(SIZE)
    return place, WHOLE[:place], [*NOTES.values()]


def roll_back(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    place = chance.randrange(SIZE)
    return place, WHOLE[:place], [note for size, note in NOTES.items() if size <= place]


def fork(chance: random.Random) -> tuple[int, list[Entry], list[str]]:
    place = chance.randrange(SIZE)
    length = chance.choice((place + 1, SIZE, SIZE + 5))
    kept = WHOLE[:place] + [made.entry(at, made.body(at, "forged")) for at in range(place, max(length, place + 1))]
    # The forger may even hold the log's key: then two different pasts are signed.
    key = chance.choice((made.KEY, made.OTHER))
    sizes = {size for size in SIGNED if size <= len(kept)} | {len(kept)}
    return place, kept, [NOTES[size] if size <= place else made.note(kept, size, key) for size in sorted(sizes)]


TAMPERS: tuple[Tamper, ...] = (edit, drop, swap, truncate, roll_back, fork)


def _tampered() -> list[tuple[str, int, str]]:
    """(how, first bad entry, text of the export) of every case; the same ones in every run."""
    cases = []
    for number in range(CASES):
        chance = random.Random(number)
        tamper = TAMPERS[number % len(TAMPERS)]
        place, kept, notes = tamper(chance)
        cases.append((tamper.__name__, place, "".join(made.export(kept, notes))))
    return cases


def _mutated_proofs() -> list[str]:
    whole = made.proofs(WHOLE, (2, 9, 23))
    mutated = []
    for number in range(200):
        chance = random.Random(number)
        place = chance.randrange(len(whole) - 1)
        char = chance.choice("aB3=\n +/{é")
        kept = (whole[:place], whole[:place] + whole[place + 1 :], whole[:place] + char + whole[place + 1 :])
        mutated.append(chance.choice(kept))
    return [one for one in mutated if one != whole]


def test_every_tamper_is_found_at_its_first_bad_entry() -> None:
    found: Counter[str] = Counter()
    for how, place, text in _tampered():
        result = verify_export(text.split("\n"), [OUTSIDE])
        assert isinstance(result, Broken), (how, place)
        assert result.position == place, (how, place, result)
        found[how] += 1
    assert found.total() == CASES
    assert min(found.values()) >= CASES // len(TAMPERS)


def test_without_an_outside_copy_an_edit_is_narrowed_to_what_one_checkpoint_covers() -> None:
    forged = made.entry(6, made.body(6, "forged"))
    lines = made.export([*WHOLE[:6], forged, *WHOLE[7:]], [*NOTES.values()])
    found = verify_export(lines)
    assert isinstance(found, Broken)
    assert (found.position, found.fault) == (4, "one of the entries 4 to 10 is not the one that was signed")


def test_the_whole_log_holds_alone_and_against_a_copy() -> None:
    lines = made.export(WHOLE, [*NOTES.values()])
    for outside in ([], [OUTSIDE], [OUTSIDE, made.export(WHOLE[:20], [NOTES[20]], hashes_only=True)]):
        found = verify_export(lines, outside)
        assert isinstance(found, Verified)
        assert (found.entries, found.checkpoints) == (SIZE, len(SIGNED))


def test_a_copy_of_another_log_is_no_witness() -> None:
    other = [line.replace(made.VKEY, made.write_key(made.ORIGIN, made.OTHER.public_key())) for line in OUTSIDE]
    with pytest.raises(IntegrityError, match="another key"):
        verify_export(made.export(WHOLE, [*NOTES.values()]), [OUTSIDE, other])
    found = verify_export(made.export(WHOLE, [*NOTES.values()]), [other])
    assert isinstance(found, Broken)


def test_every_mutation_of_a_proof_is_refused() -> None:
    mutated = _mutated_proofs()
    assert len(mutated) > 150
    for text in mutated:
        with pytest.raises(IntegrityError):
            check(text, made.VKEY)


HARNESS = """
const { checkLog, checkProof, Fault } = require(process.argv[2]);
const work = JSON.parse(require("fs").readFileSync(process.argv[3], "utf8"));
async function outcome(act) {
  try { return { holds: true, found: await act() }; }
  catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { holds: false, position: fault.position, why: fault.message };
  }
}
(async () => {
  const logs = await Promise.all(work.logs.map((text) => outcome(() => checkLog(text, work.outside))));
  const proofs = await Promise.all(work.proofs.map((text) => outcome(() => checkProof(text, work.key))));
  console.log(JSON.stringify({ logs, proofs }));
})();
"""


def _run_javascript(folder: Path, work: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    page = resources.files("sightline.custody").joinpath("verifier", "verify.html").read_text(encoding="utf-8")
    script = page.split('<script id="verifier">')[1].split("</script>")[0]
    (folder / "verifier.js").write_text(script, encoding="utf-8")
    (folder / "harness.js").write_text(HARNESS, encoding="utf-8")
    (folder / "work.json").write_text(json.dumps(work), encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    command = [node, "--no-warnings", *(str(folder / name) for name in ("harness.js", "verifier.js", "work.json"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed; the page itself runs in any browser")
def test_the_javascript_verifier_finds_the_same(tmp_path: Path) -> None:
    cases = _tampered()
    good_log = "".join(made.export(WHOLE, [*NOTES.values()]))
    good_proof = made.proofs(WHOLE, range(SIZE))
    work = {
        "outside": ["".join(OUTSIDE)],
        "key": made.VKEY,
        "logs": [good_log, *(text for _, _, text in cases)],
        "proofs": [good_proof, *_mutated_proofs()],
    }
    found = _run_javascript(tmp_path, work)
    assert found["logs"][0]["holds"], found["logs"][0]
    assert found["proofs"][0]["holds"], found["proofs"][0]
    for (how, place, _), said in zip(cases, found["logs"][1:], strict=True):
        assert (said["holds"], said.get("position")) == (False, place), (how, place, said)
    assert not any(said["holds"] for said in found["proofs"][1:])
