"""No sequence of requests, by whomever, breaks what must hold, or a page."""

import os
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from casework.lifecycles import MACHINES
from casework.models import Case, Draft
from tests.driver import Browser, at, filled_in, typing
from tests.filled import FILLED
from tests.invariants import check
from tests.pages import Element, Page
from tests.workflows.test_random_walk import STARTS, walk_from
from workflows.hands import DOSSIER
from workflows.selectors import desk_of, tasks_of

LENGTH = 6  # requests that change something, or try to
VERBS = sorted(verb for machine in MACHINES.values() for verb in machine.verbs)
TIMES = {"at_1": "2026-03-02T09:00", "at_2": "2026-03-03T15:00", "at_3": "2026-03-04T19:00"}
ODD = ["", "😀𠮷", "<b>", "2026-02-30", "9" * 30, "否", "字" * 2100, "no"]


@dataclass
class Walk:
    """A case, and a browser for everybody who may have to do with it, or may not."""

    case: Case
    browsers: dict[User | None, Browser]
    dice: Random

    def step(self) -> None:
        if self.dice.random() < 0.5:
            self.works()
        else:
            self.strays()

    def works(self) -> None:
        """Whose desk it lies on writes what is to be written, and presses what the page offers."""
        here = {DOSSIER: self.case.pk}
        busy = [user for user in self.browsers if user and desk_of(user).filter(**here).exists()]
        if not busy:
            return
        browser = self.browsers[self.dice.choice(busy)]
        page = browser.open(f"/dossiers/{self.case.pk}/")
        self.writes(browser, page)
        page = browser.open(self.dice.choice([page.url, "/approvals/"]))
        asked = [each["href"] for each in page.find("a") if "/do/" in each["href"]]
        if asked and self.dice.random() < 0.3:
            page = browser.open(self.dice.choice(asked))
        verbs = [each for each in page.buttons() if each["name"] == "verb"]
        if verbs:
            self.presses(browser, page, self.dice.choice(verbs))

    def writes(self, browser: Browser, page: Page) -> None:
        """Fill in the forms that are open; those begun already only now and then."""
        begun = set(Draft.objects.filter(dossier=self.case.pk).values_list("form", flat=True))
        for tab in [each["href"] for each in page.find("a") if "可填写" in each.words]:
            if tab.removeprefix("?form=") not in begun or self.dice.random() < 0.2:
                form = browser.open(f"/dossiers/{self.case.pk}/{tab}")
                self.presses(browser, form, form.button("存着")[1])

    def strays(self) -> None:
        """Somebody goes somewhere, and presses something there, or sends what no page offers."""
        browser = self.dice.choice(list(self.browsers.values()))
        page = browser.open(self.somewhere())
        buttons = [each for each in page.buttons() if each["name"]]
        if not buttons or self.dice.random() < 0.2:
            self.forges(browser, page)
        else:
            self.presses(browser, page, self.dice.choice(buttons))

    def somewhere(self) -> str:
        case, code = f"/dossiers/{self.case.pk}/", self.dice.choice(["", *FILLED])
        form = f"{case}?form={code}"
        do = f"{case}do/{self.dice.choice(VERBS)}/"
        places = ["/", "/approvals/", form, form, form, do, "/leads/new/"]
        places += [str(each.reverse("execute")) for each in tasks_of(self.case)]
        return self.dice.choice(places)

    def presses(self, browser: Browser, page: Page, button: Element) -> None:
        form = page.form_of(button)
        data = filled_in(page, form, self.typed(page, form))
        data.appendlist(button["name"], button["value"])
        url = button["formaction"] or form["action"] or page.url
        browser.arrive(browser.post(url, data), url)

    def forges(self, browser: Browser, page: Page) -> None:
        """A verb that may not be offered, to a step that may not be one's own."""
        verb, code = self.dice.choice(VERBS), self.dice.choice(list(FILLED))
        targets = [each.reverse("execute") for each in tasks_of(self.case)]
        url = self.dice.choice([*targets, f"/dossiers/{self.case.pk}/do/{verb}/"])
        form = next(iter(page.find("form")), None)
        data = page.sent(form).copy() if form else page.sent(Element("form"))
        sent: dict[str, Any] = typing(FILLED[code]) | {"form": code, "verb": verb}
        for name, value in sent.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        browser.arrive(browser.post(url, data), url)

    # ── what is typed ────────────────────────────────────────────────────────────────────

    def typed(self, page: Page, form: Element) -> dict[str, Any]:
        """Most often all of it, as it should be; at times nothing, at times nonsense."""
        mood = self.dice.choice(["whole", "whole", "whole", "whole", "nothing", "nonsense"])
        if mood == "nothing":
            return {}
        code = page.sent(form).get("form", "")
        known = typing(FILLED.get(str(code), {}))
        found = {name: self.answer(each) for name, each in self.open(page, form).items()}
        names = page.names(form)
        found |= {name: value for name, value in known.items() if name in names}
        if mood == "nonsense" and found:
            found[self.dice.choice(sorted(found))] = self.dice.choice(ODD)
        return found

    def open(self, page: Page, form: Element) -> dict[str, Element]:
        """What a verb asks for in its own words: choices, and a few sentences."""
        names = page.names(form)
        near = page.find("select", "textarea", "input")
        named = {each["name"]: each for each in near if each["name"] in names}
        typed = {"select", "textarea"}
        return {n: e for n, e in named.items() if e.tag in typed or n in TIMES or "way_" in n}

    def answer(self, control: Element) -> str:
        options = [each["value"] for each in control.find("option") if each["value"]]
        if options:
            return self.dice.choice(options)
        remark = control["name"].startswith("remark-")
        return "" if remark and self.dice.random() < 0.8 else TIMES.get(control["name"], "写明了。")


class RandomWalk(TestCase):
    @settings(
        max_examples=int(os.getenv("WALKS", "8")),
        derandomize="WALKS" not in os.environ,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # half a walk is another walk: no shrinking
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def test_nobody_breaks_anything_over_http(self, seed: int) -> None:
        dice = Random(seed)  # noqa: S311  (a walk, not a secret)
        with at("2026-06-20 10:00"):
            start = walk_from(dice.choice(STARTS), dice)
            people: list[User | None] = [*start.people.values(), None]
            walk = Walk(start.case, {each: Browser(each) for each in people}, dice)
            for _step in range(LENGTH):
                walk.step()
                check(walk.case)
