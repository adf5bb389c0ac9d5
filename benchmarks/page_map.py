"""What the map of a series costs in a real browser, against a floor: fetching and reading its outlines.

Start `sightline serve --json` on a workspace with a series that the officer has voted on, then give the printed link:

    python benchmarks/page_map.py 'http://127.0.0.1:8722/#link=...' --series 1

Each run has a browser context of its own, so nothing is in the browser's memory. Times are milliseconds: until the frame
with all territories, and of the page's main thread alone, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import shutil
import statistics

from playwright.sync_api import Browser, CDPSession, sync_playwright

TERRITORIES = 250
DRAWN = """async ([address, count]) => {
  const start = performance.now();
  location.hash = address;
  while (document.querySelectorAll(".lands .land").length < count) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
FLOOR = """async () => {
  const found = performance.getEntriesByType("resource").find((one) => one.name.includes("countries-110m"));
  const start = performance.now();
  await (await fetch(found.name, { cache: "reload" })).json();
  return performance.now() - start;
}"""


def once(browser: Browser, address: str, state: dict, series: int) -> tuple[float, float, float]:
    """(map drawn, main thread, floor) of one fresh visit."""
    context = browser.new_context(storage_state=state, viewport={"width": 1600, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/#/operation")
    page.locator("main[data-screen=operation] h1").wait_for()
    page.wait_for_load_state("networkidle")
    thread = context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy(thread)
    drawn = page.evaluate(DRAWN, [f"#/where/{series}", TERRITORIES])
    own = busy(thread) - before
    floor = page.evaluate(FLOOR)
    context.close()
    return float(drawn), own, float(floor)


def busy(thread: CDPSession) -> float:
    """Milliseconds that the page's main thread has run so far."""
    metrics = thread.send("Performance.getMetrics")["metrics"]
    return 1000.0 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def main() -> None:
    """Print the median and range of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("link")
    parser.add_argument("--series", type=int, default=1)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    address = asked.link.split("/#")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu"])
        context = browser.new_context()
        page = context.new_page()
        page.goto(asked.link)
        page.locator("main[data-screen=operation] h1").wait_for()
        state = context.storage_state()
        runs = [once(browser, address, dict(state), asked.series) for _ in range(asked.runs)]
        browser.close()
    for name, figures in zip(("map drawn", "main thread", "floor"), zip(*runs, strict=True), strict=True):
        print(f"{name:12}{statistics.median(figures):6.0f} ({min(figures):.0f} to {max(figures):.0f})")


if __name__ == "__main__":
    main()
