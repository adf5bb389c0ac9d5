"""How often telephone numbers are found, and found rightly, in noisy text among things that look like numbers.

    python benchmarks/phones.py [--seed 3]

Two numbers of each of 245 regions (fixed and mobile, last digits random, valid), printed as the region prints them,
each on a sign with six other lines: dates, prices, hours, codes. Each character is spoilt with probability 0, .03, .08:
changed to a look-alike, to another of its kind, or lost. Precision counts every number proposed.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from sightline.clues.readers.model import Sign
from sightline.clues.readers.phone import Phone

LOOKALIKE = {"0": "O", "1": "l", "5": "S", "8": "B", "2": "Z", "6": "G", "9": "g", "+": "t"}


def numbers(rng: np.random.Generator) -> list[tuple[str, phonenumbers.PhoneNumber]]:
    """Return valid numbers with random last four digits."""
    found = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            plain = phonenumbers.national_significant_number(example)
            for _ in range(50):
                digits = plain[:-4] + "".join(str(digit) for digit in rng.integers(0, 10, 4))
                number = phonenumbers.parse(f"+{example.country_code}{digits}")
                if phonenumbers.is_valid_number_for_region(number, region):
                    found.append((region, number))
                    break
    return found


def spoil(text: str, rate: float, rng: np.random.Generator) -> str:
    out = []
    for letter in text:
        if rng.random() >= rate:
            out.append(letter)
            continue
        way = rng.random()
        if way < 0.4:
            out.append(LOOKALIKE.get(letter, letter))
        elif way < 0.75:
            pool = "0123456789" if letter.isdigit() else "abcdefghijklmnopqrstuvwxyz"
            out.append(pool[int(rng.integers(len(pool)))])
    return "".join(out)


def sign(line: str, rate: float, rng: np.random.Generator) -> Sign:
    """Return a sign with the line among six others that hold figures."""
    dice = rng.integers
    others = [
        f"{dice(1, 29):02d}.{dice(1, 13):02d}.{dice(1990, 2026)}",
        f"{dice(1, 90)},{dice(0, 100):02d} EUR",
        f"{dice(7, 11):02d}:00 - {dice(16, 23)}:30",
        f"No {dice(1000, 99999)}-{dice(10, 99)}",
        f"{dice(10000, 99999)} Springfield",
        f"{dice(2000, 2020)}-{dice(2021, 2026)}",
    ]
    lines = [*others[:3], line, *others[3:]]
    return Sign(text="\n".join(spoil(part, rate, rng) for part in lines), pieces=(), region=None, group="g")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=3)
    rng = np.random.default_rng(parser.parse_args().seed)
    reader, cases = Phone(), numbers(rng)
    print(f"{len(cases)} numbers of {len({region for region, _ in cases})} regions")
    for form, name in ((PhoneNumberFormat.INTERNATIONAL, "international"), (PhoneNumberFormat.NATIONAL, "national")):
        for rate in (0.0, 0.03, 0.08):
            hit = right = proposed = exact = 0
            sizes, start = [], time.process_time()
            for region, number in cases:
                line = phonenumbers.format_number(number, form)
                tag = "" if name == "international" else "Tel. "
                clues = list(reader.read(sign(tag + line, rate, rng)))
                good = [clue for clue in clues if region in clue.detail["regions"]]
                hit += bool(good)
                right += len(good)
                proposed += len(clues)
                exact += any(clue.detail["regions"][region] == "exact" for clue in good)
                sizes += [sum(grade == "exact" for grade in clue.detail["regions"].values()) for clue in good]
            spent = 1000 * (time.process_time() - start) / len(cases)
            print(f"{name}, {rate:.0%} noise: recall {hit / len(cases):.3f}, precision {right / max(proposed, 1):.3f}, "
                  f"exact grouping {exact / len(cases):.3f}, regions with it: median {np.median(sizes):.0f}, "
                  f"90 % {np.quantile(sizes, 0.9):.0f}; {spent:.1f} ms a sign")  # fmt: skip


if __name__ == "__main__":
    main()
