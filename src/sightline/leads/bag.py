"""BagIt 1.0 (RFC 8493), SHA-256 and SHA-512: which files a package holds and what their bytes must be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from sightline.kernel.errors import IntegrityError
from sightline.leads.archive import Part, check_name, chunks_of, size_of, write_tar

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SEAL = "seal.dsse.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """Files with their manifests. payload: names below `data/`; tags: the files beside `data/`."""

    name: str
    payload: Mapping[str, Part]
    tags: Mapping[str, bytes]


def make_bag(name: str, payload: Mapping[str, Part], info: Mapping[str, str]) -> Bag:
    """Hash every file once and write the manifests. info: lines of `bag-info.txt`."""
    for one in payload:
        check_name(one)
    digests = {one: _digests(part) for one, part in payload.items()}
    oxum = f"{sum(size_of(part) for part in payload.values())}.{len(payload)}"
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": _info({**info, "Payload-Oxum": oxum})}
    for place, algorithm in enumerate(ALGORITHMS):
        tags[f"manifest-{algorithm}.txt"] = _lines({f"data/{one}": found[place] for one, found in digests.items()})
    listed = {one: _digests(content) for one, content in tags.items()}
    for place, algorithm in enumerate(ALGORITHMS):
        tags[f"tagmanifest-{algorithm}.txt"] = _lines({one: found[place] for one, found in listed.items()})
    return Bag(name=name, payload=payload, tags=tags)


def subjects(tags: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """What the sender signs: the digests of all manifests, which in turn fix every other file."""
    return {
        name: {"sha256": hashlib.sha256(content).hexdigest()}
        for name, content in tags.items()
        if name.startswith(("manifest-", "tagmanifest-"))
    }


def stream(bag: Bag, seal: str) -> Iterator[bytes]:
    """The bag as a tar with one top folder: first the tags and the seal, then the payload by name."""
    tags = sorted({**bag.tags, SEAL: seal.encode()}.items())
    payload = ((f"data/{name}", part) for name, part in sorted(bag.payload.items()))
    yield from write_tar((f"{bag.name}/{name}", part) for name, part in [*tags, *payload])


def check_bag(name: str, files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Payload and tags of an unpacked bag. Raises `IntegrityError` naming the first file that is not as listed."""
    inside = {}
    for path, content in files.items():
        top, _, rest = path.partition("/")
        if top != name or not rest:
            raise IntegrityError(f"The package holds {path}, which does not belong in package {name}.")
        inside[rest] = content
    payload = {path.removeprefix("data/"): content for path, content in inside.items() if path.startswith("data/")}
    tags = {path: content for path, content in inside.items() if not path.startswith("data/")}
    again = make_bag(name, payload, {})
    for algorithm in ALGORITHMS:
        _compare(tags, again.tags, f"manifest-{algorithm}.txt")
    _check_tags(tags)
    return payload, tags


def _check_tags(tags: Mapping[str, bytes]) -> None:
    wanted = {"bagit.txt", "bag-info.txt", SEAL} | {f"{kind}-{one}.txt" for one in ALGORITHMS for kind in _KINDS}
    if set(tags) != wanted:
        strange = min(set(tags) ^ wanted)
        raise IntegrityError(f"The package should have {strange} and has not, or has it and should not.")
    listed = {name: _digests(tags[name]) for name in tags if not name.startswith("tagmanifest-") and name != SEAL}
    for place, algorithm in enumerate(ALGORITHMS):
        lines = _lines({name: found[place] for name, found in listed.items()})
        _compare(tags, {f"tagmanifest-{algorithm}.txt": lines}, f"tagmanifest-{algorithm}.txt")


_KINDS = ("manifest", "tagmanifest")


def _compare(found: Mapping[str, bytes], wanted: Mapping[str, bytes], name: str) -> None:
    if name not in found:
        raise IntegrityError(f"The package has no {name}.")
    if found[name] != wanted[name]:
        odd = set(found[name].splitlines()) ^ set(wanted[name].splitlines())
        which = min(odd, default=b"?  ?").decode(errors="replace").split("  ", 1)[-1]
        raise IntegrityError(f"The package was altered: {which[:90]} is not what {name} says.")


def _digests(part: Part) -> tuple[str, ...]:
    """One digest an algorithm. Large parts are hashed side by side: hashing leaves the interpreter free."""
    if size_of(part) < _SIDE_BY_SIDE_FROM:
        return tuple(_digest(part, algorithm) for algorithm in ALGORITHMS)
    with ThreadPoolExecutor(len(ALGORITHMS)) as pool:
        return tuple(pool.map(partial(_digest, part), ALGORITHMS))


_SIDE_BY_SIDE_FROM = 4 << 20


def _digest(part: Part, algorithm: str) -> str:
    running = hashlib.new(algorithm)
    for chunk in chunks_of(part):
        running.update(chunk)
    return running.hexdigest()


def _lines(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def _info(lines: Mapping[str, str]) -> bytes:
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in lines.items()).encode()
