"""What axe says of a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from dashboards import RUNNING

GRAVE = {"serious", "critical"}
# axe takes the layers of a map, and the shapes of a picture, for covers of all text on it, and then
# judges no colour.
FLAT = """(flat) => {
  for (const pane of document.querySelectorAll(".leaflet-map-pane")) pane.hidden = flat;
  const shapes = document.querySelectorAll(".atlas-locator :is(path, circle)");
  for (const shape of shapes) shape.style.display = flat && "none";
  for (const layer of document.querySelectorAll(".atlas-overlay")) layer.style.zIndex = flat && "1";
}"""


# What fades in has another colour until it is there. In a frame that is out of sight it would never
# get there by itself. A spinner turns for ever.
SETTLED = """() => document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
  .forEach((animation) => animation.finish())"""


TRIES = 4  # something that passes, such as a tooltip, may cover a text at one of them


def grave(page: Page) -> list[str]:
    """Return what axe finds serious or critical, in frames too."""
    for _ in range(TRIES):
        found = looked_at(page)
        covered = [n for rule in found["incomplete"] for n in rule["nodes"] if is_blind(n)]
        if not covered:
            break
        page.wait_for_timeout(500)
    assert covered == []
    return [
        f"{violation['id']} at {node['target']}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def looked_at(page: Page) -> dict[str, Any]:
    """Return what axe says once the page has come to rest."""
    expect(page.locator(RUNNING)).to_have_count(0)
    for frame in page.frames:
        frame.evaluate(SETTLED)
        frame.evaluate(FLAT, "1")
        if not frame.evaluate("'axe' in window"):  # half a megabyte to read
            frame.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations', 'incomplete'] })")
    for frame in page.frames:
        frame.evaluate(FLAT, "")
    return found


def is_blind(node: dict[str, Any]) -> bool:
    """Tell whether axe could not see the colours of a text."""
    data = [check.get("data") for check in node["any"]]
    return any(isinstance(each, dict) and each.get("messageKey") == "bgOverlap" for each in data)
