"""The page in every language: nothing left untranslated, nothing cut off; its own tests; its types as the API says."""

import json
import re
import runpy
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from playwright.sync_api import Browser

from tests.page.conftest import ROOT, WATCH, Served, Visit
from tests.page.screens import SCREENS

WEB = ROOT / "web"
CATALOGUES = runpy.run_path(str(ROOT / "tools" / "catalogues.py"))
# Text that is no sentence of the page: names and codes from outside, numbers, keys, names of languages.
BARE = """
() => {
  const skip = "bdi, kbd, code, [translate=no], .mono, option[lang], title";
  const walk = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_TEXT);
  const bare = [];
  // Sentences may stand in sentences: the innermost go first.
  const without = (text) => {
    for (let next; (next = text.replace(/⟦[^⟦⟧]*⟧/g, "")) !== text; text = next);
    return text;
  };
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest(skip)) continue;
    // Only what stands inside the marks was translated; the rest may be numbers and signs.
    const rest = without(node.data);
    const line = without(node.parentElement.textContent);
    if (/\\p{L}{2,}/u.test(rest) && /\\p{L}{2,}/u.test(line)) bare.push(rest.trim());
  }
  return [...new Set(bare)];
}
"""
CUT = """
() => [...document.querySelectorAll("#page *")]
  .filter((one) => {
    const style = getComputedStyle(one);
    if (!one.textContent.includes("⟦") || !one.checkVisibility() || one.closest(".unseen, .skip")) return false;
    if (style.overflowX === "visible" || style.overflowX === "auto" || style.overflowX === "scroll") return false;
    return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
  })
  .map((one) => `${one.className}: ${one.textContent.slice(0, 60)}`)
"""


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pseudo_locale_shows_no_bare_and_no_cut_sentence(
    browser: Browser, served: Served, signed: Path, screen: str
) -> None:
    context = browser.new_context(storage_state=signed, viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH + 'localStorage.setItem("sightline.language", "xx");')
    visit = Visit(page=context.new_page(), address=served.address)
    visit.open(screen)
    visit.page.wait_for_timeout(500)
    bare, cut = visit.page.evaluate(BARE), visit.page.evaluate(CUT)
    context.close()
    assert bare == []
    assert cut == []


# Screens whose sentences are not all translated yet, and so are shown in English. It may only become shorter.
WAITING: tuple[str, ...] = ("day", "admin", "signing")


def _is_due(message: Message) -> bool:
    places = {path.removeprefix("web/src/").split("/")[0] for path, _line in message.locations}
    return not places <= set(WAITING)


@pytest.mark.parametrize("language", CATALOGUES["LANGUAGES"])
def test_every_sentence_has_its_translation_with_the_same_places(language: str) -> None:
    wanted = {CATALOGUES["key"](one): one for one in CATALOGUES["gathered"]() if one.id and _is_due(one)}
    said = {
        CATALOGUES["key"](one): one for one in CATALOGUES["load"](language) if one.id and CATALOGUES["complete"](one)
    }
    assert sorted(wanted.keys() - said.keys()) == [], "run tools/catalogues.py gather, then translate"
    place = re.compile(r"\{\w+\}")
    for key, message in wanted.items():
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        told = [said[key].string] if isinstance(said[key].string, str) else list(said[key].string)
        assert len(told) == len(forms), key
        for form in told:
            assert set(place.findall(form)) <= set(place.findall(" ".join(forms))), form
            assert set(place.findall(forms[-1])) - {"{n}"} <= set(place.findall(form)), form


def test_the_types_are_what_the_api_says(tmp_path: Path) -> None:
    made = tmp_path / "types.ts"
    script = json.loads((WEB / "package.json").read_text())["scripts"]["types"]
    command = script.replace("src/api/types.ts", str(made))
    subprocess.run(["npx", "--no-install", *command.split()], cwd=WEB, check=True, capture_output=True)
    assert made.read_text() == (WEB / "src" / "api" / "types.ts").read_text(), "run `npm run types` in web/"


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_pages_own_checks_pass(script: str) -> None:
    done = subprocess.run(["npm", "run", "--silent", script], cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_no_file_of_the_page_sets_a_style_attribute_or_html() -> None:
    """The policy refuses both at run time, in a place that nobody may have walked through."""
    forbidden = re.compile(
        r"\sstyle=|dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|cssText|setAttribute\(.style"
    )
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in sorted((WEB / "src").rglob("*.ts*"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if forbidden.search(line) and not line.strip().startswith(("//", "*", "/*"))
    ]
    assert found == []


def test_no_source_of_the_page_is_too_long() -> None:
    long = {
        path.name: lines
        for path in (WEB / "src").rglob("*.[tc]s*")
        if path.name != "types.ts" and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
