"""Writing and language: how often a sign in each country is in the languages that were read.

P(text | country) is proportional to the sum over languages of P(language | text) x share(language | country).
A country's share of a language is its percentage in CLDR, weighted 1 if official, 0.6 if official in a region, 0.05
otherwise: the percentages count second languages, and without the weights English would be everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from babel.core import get_global

from sightline.clues.model import VOICE, Sighting
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain, shares
from sightline.places.likelihood.language import UNDETERMINED, languages, noise, speakers_script, strangers
from sightline.places.territories import CODES, COUNT, INDEX, Vector

WEIGHT = {"official": 1.0, "de_facto_official": 1.0, "official_regional": 0.6}
UNOFFICIAL = 0.05
# Signs in English stand everywhere; the rest is what tourists, shops and brands bring along.
ENGLISH_ANYWHERE = 0.08
ANY_ANYWHERE = 0.0001
# Languages less likely than this are left out of the sum.
PART_AT_LEAST = 0.001
Key = tuple[str, str]


@lru_cache(maxsize=1)
def sign_shares() -> Mapping[Key, Vector]:
    """For each (language, script): the share of a country's signs that are written so, for every territory."""
    return _shares(UNOFFICIAL)


@lru_cache(maxsize=1)
def speech_shares() -> Mapping[Key, Vector]:
    """The same for what is spoken at home and in the street: unofficial languages count in full there."""
    return _shares(0.8)


def _shares(unofficial: float) -> Mapping[Key, Vector]:
    found: dict[Key, Vector] = {}
    listed = get_global("territory_languages")
    for code in CODES:
        weights: dict[Key, float] = {}
        for tag, facts in listed.get(code, {}).items():
            key = speakers_script(tag, code)
            weight = WEIGHT.get(facts["official_status"] or "", unofficial) * facts["population_percent"]
            weights[key] = max(weights.get(key, 0.0), weight)
        total = sum(weights.values())
        for key, weight in weights.items():
            found.setdefault(key, np.zeros(COUNT))[INDEX[code]] = weight / total if total else 0.0
    found[("en", "Latn")] = (1.0 - ENGLISH_ANYWHERE) * found[("en", "Latn")] + ENGLISH_ANYWHERE
    return MappingProxyType(found)


def writing(sighting: Sighting) -> Reading:
    """Writing, with `detail["languages"]` if its reader gave them, else read here from the text."""
    given = shares(sighting.detail.get("languages"))
    script = sighting.detail.get("script")
    text = plain(sighting.value)
    if given:
        return by_language(given, str(script) if script else None)
    reason = noise(text)
    if reason is not None:
        return SetAside(reason=f"no language can be read from it: {reason}")
    read_script, found = languages(text)
    return by_language(found, read_script)


def language(sighting: Sighting) -> Reading:
    """A language that was recognised, without its text: `fr`, or a distribution in the detail."""
    given = shares(sighting.detail.get("languages")) or {plain(sighting.value).lower(): 1.0}
    return by_language(given, None)


def speech(sighting: Sighting) -> Reading:
    """A spoken language as a person or a model heard it; `detail["confidence"]` tempers a single language."""
    given = shares(sighting.detail.get("languages")) or {plain(sighting.value).lower(): 1.0}
    if set(given) == {VOICE}:
        return SetAside(reason="somebody speaks: a person who knows the language has to say which it is")
    return by_language(given, None, spoken=True)


def by_language(tags: Mapping[str, float], script: str | None, *, spoken: bool = False) -> Reading:
    """Weigh the countries by the languages of `tags`; `script` (ISO 15924, None if unknown) narrows them."""
    total = np.zeros(COUNT)
    used: list[str] = []
    for tag, part in sorted(tags.items(), key=lambda entry: (-entry[1], entry[0])):
        found = _lookup(tag, script, spoken)
        if found is not None and part >= PART_AT_LEAST:
            total = total + part * found
            used.append(f"{tag} {part:.2f}")
    if not used:
        return SetAside(reason="no country is known for this language")
    names = ", ".join(used[:3]) + (", ..." if len(used) > 3 else "")
    return evidence(total + ANY_ANYWHERE, f"language {names}" + (f" in {script}" if script else ""))


@cache
def _lookup(tag: str, script: str | None, spoken: bool) -> Vector | None:  # noqa: FBT001 - a cache key
    table = speech_shares() if spoken else sign_shares()
    if tag == UNDETERMINED:
        found = [_lookup(other, script, spoken) for other in strangers(script or "Latn")]
        return np.mean([numbers for numbers in found if numbers is not None], axis=0) if found else None
    language, usual = speakers_script(tag)
    language = {"no": "nb", "tl": "fil", "cmn": "zh", "iw": "he"}.get(language, language)
    wanted = [script] if script in {"Hans", "Hant"} else [script, usual]
    for candidate in wanted:
        if candidate and (language, candidate) in table:
            return table[(language, candidate)]
    all_scripts = [numbers for key, numbers in table.items() if key[0] == language]
    return np.maximum.reduce(all_scripts) if all_scripts else None
