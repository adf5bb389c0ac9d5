"""Time the habits of a specialist in a real Chromium, before a real server with 100,000 media.

    uv run --no-sync python -m benchmarks.page_habits FOLDER [--media 100000] [--rounds 10]

Makes a synthetic workspace in FOLDER when there is none, with small grey thumbnails (512 pictures, linked under every
media's name), starts `sightline serve` on it and drives the page. Times are taken inside the page, from the event's own
time stamp to the second frame after it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from benchmarks import synthetic
from PIL import Image, ImageFilter
from playwright.sync_api import CDPSession, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PICTURES = 512
WATCH = """
window.habit = { keys: [], first: 0, all: 0 };
addEventListener("keydown", (event) => {
  const began = event.timeStamp;
  requestAnimationFrame(() => requestAnimationFrame(() => window.habit.keys.push(performance.now() - began)));
}, true);
window.blanks = () => {
  const grid = document.querySelector(".grid");
  if (!grid) return [0, 0];
  const room = grid.getBoundingClientRect();
  let seen = 0, blank = 0;
  for (const cell of grid.querySelectorAll(".cell:not([hidden])")) {
    const box = cell.getBoundingClientRect();
    if (box.bottom <= room.top || box.top >= room.bottom) continue;
    // What was refused, or is not examined yet, has no picture that could be missing.
    if (cell.dataset.state && cell.dataset.state !== "examined") continue;
    const image = cell.querySelector("img");
    seen += 1;
    if (!image.hasAttribute("src") || !image.complete || image.naturalWidth === 0) blank += 1;
  }
  return [seen, blank];
};
const look = () => {
  const [seen, blank] = window.blanks();
  if (seen && blank < seen && !window.habit.first) window.habit.first = performance.now();
  if (seen && blank === 0 && !window.habit.all) window.habit.all = performance.now();
  if (!window.habit.all) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# One fling: a hard push that dies away, as a wheel or a finger gives it.
FLING = """
async ([speed, seconds, decay]) => {
  const grid = document.querySelector(".grid");
  const began = performance.now();
  let last = began, seen = 0, blank = 0, frames = [];
  while (performance.now() - began < seconds * 1000) {
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    const pace = speed * Math.exp(-decay * (now - began) / 1000);
    grid.scrollTop += pace * (now - last) / 1000;
    last = now;
    const [here, empty] = window.blanks();
    seen += here; blank += empty;
  }
  const stopped = performance.now();
  while (window.blanks()[1] > 0 && performance.now() - stopped < 5000) await new Promise(requestAnimationFrame);
  frames.sort((a, b) => a - b);
  return { blank: blank / seen, settle: performance.now() - stopped, p95: frames[Math.floor(frames.length * 0.95)] };
}
"""
UNDO = """
() => new Promise((done) => {
  const began = performance.now();
  const cell = () => document.querySelector(".cell-current")?.dataset.verdict;
  const id = () => document.querySelector(".inspector-title")?.textContent;
  const before = id();
  dispatchEvent(new KeyboardEvent("keydown", { key: "u", bubbles: true }));
  const look = () => (id() !== before && cell() === "" ? done(performance.now() - began) : requestAnimationFrame(look));
  requestAnimationFrame(look);
})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--media", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    if not (given.folder / "sightline.toml").exists():
        with synthetic.fill(given.folder, media=given.media, series=1_000, agencies=20) as made:
            _thumbnails(given.folder, made.database.dsn)
    process, link = _serve(given.folder)
    try:
        _drive(link, given.rounds)
    finally:
        process.terminate()
        process.wait(30)


def _thumbnails(folder: Path, dsn: str) -> None:
    """Every media's safe thumbnail: `PICTURES` different ones, under each media's name by a hard link."""
    home = folder / "indexes" / "thumbnails"
    source = home / "made"
    source.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        noise = Image.effect_noise((200, 150), 60 + number % 60).filter(ImageFilter.GaussianBlur(6 + number % 5))
        data = io.BytesIO()
        noise.save(data, "JPEG", quality=60)
        (source / f"{number}.jpg").write_bytes(data.getvalue())
    with psycopg.connect(dsn) as connection:
        names = [bytes(row[0]).hex() for row in connection.execute("SELECT sha256 FROM media")]
    for at, name in enumerate(names):
        target = home / name[:2] / f"{name}.jpg"
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            os.link(source / f"{at % PICTURES}.jpg", target)


def _serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-c", "from sightline.cli.main import main; main()", "--workspace", str(folder)]
    process = subprocess.Popen(
        [*command, "--as", "be.first", "serve", "--json", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = ""
    while not said.rstrip().endswith("}"):
        said += process.stdout.readline()
    return process, str(json.loads(said)["link"])


def _drive(link: str, rounds: int) -> None:
    address = link.split("/#")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        context = browser.new_context(viewport={"width": 1600, "height": 900})
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(link)
        page.locator("main[data-screen=operation] h1").wait_for()
        _opening(page, address, rounds)
        _keys(page)
        _flings(page)
        _jump(page)
        browser.close()


def _opening(page: Page, address: str, rounds: int) -> None:
    session = page.context.new_cdp_session(page)
    weight = _weigh(session)
    firsts, alls = [], []
    for turn in range(rounds):
        page.goto("about:blank")
        weight.clear()
        page.goto(f"{address}/#/triage?show=all")
        page.wait_for_selector(".cell img[src]")
        habit = _until(page, lambda: page.evaluate("window.habit.all ? window.habit : null"))
        firsts.append(habit["first"])
        alls.append(habit["all"])
        if turn == 0:
            pictures = sum(size for url, size in weight.items() if "/api/thumbs" in url)
            print(f"first screen, compressed: {(sum(weight.values()) - pictures) / 1000:.0f} kB without pictures")
            print(f"                          {pictures / 1000:.0f} kB of safe thumbnails")
    _say("first thumbnail", firsts, 300)
    _say("all visible", alls, 500)


def _weigh(session: CDPSession) -> dict[str, int]:
    """Bytes that came over the wire, by address."""
    weight: dict[str, int] = {}
    names: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))

    def finished(event: dict[str, object]) -> None:
        url = names.get(str(event["requestId"]), "")
        weight[url] = weight.get(url, 0) + int(str(event["encodedDataLength"]).split(".")[0])

    session.on("Network.loadingFinished", finished)
    return weight


def _keys(page: Page) -> None:
    page.locator(".grid").focus()
    page.wait_for_timeout(1500)
    for name, keys, bar in (("arrow", ["ArrowRight"] * 40, 60), ("mark and next", ["f", "d"] * 25, 60)):
        page.evaluate("window.habit.keys = []")
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(120)
        _say(name, page.evaluate("window.habit.keys"), bar)
    undone = []
    for _ in range(20):
        page.wait_for_timeout(150)
        undone.append(float(page.evaluate(UNDO)))
    _say("undo, shown", undone, 100)
    page.keyboard.press("Home")
    page.evaluate("window.habit.keys = []")
    for _ in range(39):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(300)
    page.evaluate("window.habit.keys = []")
    page.keyboard.press("l")
    page.wait_for_timeout(500)
    _say("40 in one act", page.evaluate("window.habit.keys"), 150)
    page.keyboard.press("u")
    page.wait_for_timeout(500)


def _flings(page: Page) -> None:
    for name, speed, decay in (
        ("fling", 12_000, 1.0),
        ("steady 3,000 px/s", 3_000, 0.0),
        ("steady 10,000 px/s", 10_000, 0.0),
    ):
        found = [page.evaluate(FLING, [speed, 4, decay]) for _ in range(3)]
        blank = statistics.median(one["blank"] for one in found)
        settle, p95 = (statistics.median(one[key] for one in found) for key in ("settle", "p95"))
        print(
            f"{name:20} {100 * blank:5.1f} % of cells blank (bar 15), filled {settle:.0f} ms after, frame p95 {p95:.0f} ms"
        )


def _jump(page: Page) -> None:
    times = []
    for key in ("End", "Home") * 5:
        page.wait_for_timeout(400)
        page.locator(".grid").focus()
        page.keyboard.press(key)
        times.append(page.evaluate(FLING, [0, 0.05, 0])["settle"] + 50)
    _say("jump to the end", times, 250)


def _until(page: Page, ask: Callable[[], dict[str, float] | None]) -> dict[str, float]:
    for _ in range(400):
        found = ask()
        if found:
            return found
        page.wait_for_timeout(25)
    raise SystemExit("The page never showed what was waited for.")


def _say(name: str, times: Sequence[float], bar: float) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:20} median {statistics.median(ordered):6.1f} ms, p95 {p95:6.1f} ms (bar {bar:.0f}), n {len(ordered)}")


if __name__ == "__main__":
    main()
