"""Nothing leaves the machine, the strict policy is never broken, and no name from outside runs anything."""

import re

import httpx

from tests.page.conftest import Served, Visit
from tests.page.screens import SCREENS

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "frame-ancestors": "'none'",
}


def test_every_answer_carries_the_policy(served: Served) -> None:
    with httpx.Client(base_url=served.address) as client:
        page = client.get("/")
        asset = client.get(re.findall(r'src="(/assets/[^"]+\.js)"', page.text)[0])
    for answer in (page, asset):
        said = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert POLICY.items() <= said.items()
    assert "immutable" in asset.headers["cache-control"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page.text), "something stands inline"


def test_no_request_leaves_and_no_violation_is_reported(visit: Visit) -> None:
    for screen in SCREENS:
        visit.open(screen)
        visit.page.wait_for_timeout(300)
        assert visit.violations() == []
    assert visit.asked
    assert [url for url in visit.asked if not url.startswith((f"{visit.address}/", f"blob:{visit.address}"))] == []
    assert [one for one in visit.complaints if "Content Security Policy" in one] == []


def test_hostile_names_are_only_text(visit: Visit) -> None:
    for screen in SCREENS:
        visit.open(screen)
        visit.page.wait_for_timeout(200)
        assert visit.page.evaluate("window.attacked") is None
        assert visit.page.locator("img[src=x]").count() == 0
        # A turning character is written out, so that it cannot turn anything around.
        assert "\u202e" not in visit.page.locator("#page").inner_text()
    visit.open("board")
    assert "<img src=x" in visit.page.locator(".board-body").inner_text()
