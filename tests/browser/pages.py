"""What a test does on a page: write into the form, wait until it is saved, look for faults."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.driver import typing

FORM = "form[data-draft]"
WIDTHS = [1440, 390, 320]


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("工号").fill(username)
    page.get_by_label("口令").fill("bihuan-2026")
    page.get_by_role("button", name="登录").click()


def write(page: Page, raw: dict[str, Any]) -> None:
    """Type answers into the form, as many rows as they need."""
    expect(page.locator(FORM)).to_be_visible()
    kinds = kinds_of(page)
    for name, value in typing(raw).items():
        if name not in kinds:
            page.locator(f'[data-add][value="{name.partition("-")[0]}"]').click()
            kinds = kinds_of(page)
        field = page.locator(f'{FORM} [name="{name}"]')
        for each in value if isinstance(value, list) else [value]:
            answer(field, kinds[name], each)


def kinds_of(page: Page) -> dict[str, str]:
    """Return what can be typed into, by name; what lies folded is opened first."""
    expect(page.locator(FORM)).to_be_visible()
    found: dict[str, str] = page.locator(FORM).evaluate(
        """form => {
            form.querySelectorAll("details.fold").forEach(each => each.open = true);
            return Object.fromEntries([...form.elements].map(each => [each.name, each.type]));
        }"""
    )
    return found


def answer(field: Locator, kind: str, value: str) -> None:
    if kind in {"radio", "checkbox"}:
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


class Thumb:
    """Everything one does on a phone: each tap and each field filled in counts as one."""

    def __init__(self, page: Page) -> None:
        self.page, self.counted = page, 0

    def tap(self, what: Locator) -> None:
        self.counted += 1
        what.tap()

    def fill(self, name: str, value: str) -> None:
        self.counted += 1
        self.page.locator(f'{FORM} [name="{name}"]').fill(value)

    def choose(self, name: str, value: str) -> None:
        self.tap(self.page.locator(f'[name="{name}"][value="{value}"]'))

    def reload(self) -> None:
        self.counted += 1
        self.page.reload()


def written(page: Page, raw: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the form where ``raw`` was written."""
    sent = page.locator(FORM).evaluate(
        "form => [...new FormData(form)].filter(([, value]) => typeof value === 'string')"
    )
    found: dict[str, Any] = {}
    for name, value in sent:
        found[name] = [*found[name], value] if isinstance(found.get(name), list) else value
    return {name: found.get(name) for name in typing(raw)}


def saved(page: Page) -> None:
    """Wait until all that is written is saved."""
    outcomes = page.evaluate(
        """async () => {
            const outcomes = [];
            document.dispatchEvent(new CustomEvent("draft:flush", { detail: outcomes }));
            return Promise.all(outcomes);
        }"""
    )
    assert outcomes == ["saved"]
    expect(page.locator("[data-saved-text]")).to_contain_text("草稿已保存")


def told(page: Page, words: str) -> None:
    expect(page.locator(".told")).to_contain_text(words)


def faults(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong with a page, by all its rules or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        """rules => axe.run(document, {
            resultTypes: ["violations"],
            ...(rules.length ? { runOnly: rules } : {}),
        }).then(found => found.violations)""",
        list(rules),
    )
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """Return how many pixels of a page lie beside the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def look(page: Page, path: str = "", *, dark: bool = False) -> None:
    """Look at a page as at a desk and as on a phone, and in the dark where it is asked for."""
    if path:
        page.goto(path)
    wrong = {place: found for place, found in seen(page, dark=dark) if found}
    assert not wrong, (page.url, wrong)


def seen(page: Page, *, dark: bool) -> Iterator[tuple[str, object]]:
    """What is wrong at each width. In the dark only colours differ."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield f"beside {width} px", max(overflow(page), 0)
        if width == WIDTHS[-1]:
            continue
        yield f"at {width} px", faults(page)
        if dark:
            page.emulate_media(color_scheme="dark")
            yield f"in the dark at {width} px", faults(page, "color-contrast")
            page.emulate_media(color_scheme="light")
