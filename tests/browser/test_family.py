"""A family wider than a phone: it scrolls in its frame, by finger or key, and stays readable."""

from playwright.sync_api import expect

from accounts.models import User
from casework.models import Case
from tests.actors import accepted, fill
from tests.browser.conftest import Sit
from tests.browser.pages import faults, overflow

CHILDREN = [f"第{number}个孩子" for number in range(1, 10)]


def test_a_wide_family_on_a_phone(
    sit: Sit, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    nodes = [{"person_ref": each} for each in ["本人", *CHILDREN]]
    edges = [{"from": "本人", "to": each, "type": "亲子"} for each in CHILDREN]
    fill(lead, "D02", by=lin_yue, nodes=nodes, edges=edges)
    page = sit(lin_yue, width=390)
    page.goto(f"/dossiers/{lead.pk}/")
    frame = page.get_by_role("group", name="家庭结构图")

    assert overflow(page) <= 0
    assert faults(page) == []
    frame.focus()
    frame.press("ArrowRight")
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    assert frame.evaluate("each => each.scrollWidth > each.clientWidth")
    sizes = frame.locator("text").evaluate_all(
        """all => all.map(each =>
            each.getScreenCTM().a * parseFloat(getComputedStyle(each).fontSize)
        )"""
    )
    assert min(sizes) >= 12
    page.get_by_text("用文字看家庭结构图").click()
    expect(page.get_by_text("第9个孩子是本人的子女。").last).to_be_visible()
