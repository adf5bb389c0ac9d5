"""WCAG 2.2 AA as far as axe can tell, on every screen, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.page.conftest import WATCH, Served, Visit
from tests.page.screens import SCREENS

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, served: Served, signed: object, scheme: str) -> None:
    context = browser.new_context(storage_state=signed, color_scheme=scheme, viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    visit = Visit(page=context.new_page(), address=served.address)
    found = []
    for screen in SCREENS:
        visit.open(screen)
        visit.page.wait_for_timeout(300)
        answer = Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [
            f"{screen}: {one['id']} {one['help']}: {node['html'][:160]}"
            for one in answer.response["violations"]
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"][:3]
        ]
    visit.page.keyboard.press("?")
    answer = Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found += [f"keys: {one['id']}" for one in answer.response["violations"] if one["impact"] in {"serious", "critical"}]
    context.close()
    assert found == []
