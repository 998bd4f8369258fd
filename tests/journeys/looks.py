"""What axe finds wrong with a page as it stands in a browser, and whether it is wider than the screen."""

from __future__ import annotations

from playwright.sync_api import Page

from webapp.assets.places import NODE_MODULES


def faults(page: Page) -> list[str]:
    """Name what is wrong, each with the place where it was found first."""
    # The page's own policy forbids evaluated text; the tool comes in by the browser's own door.
    page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    return told + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """Say whether a person would have to push the page sideways."""
    return ["wider than the screen"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
