"""Drives a case as its people would: a browser for each, pages that are read, buttons pressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urljoin
from zoneinfo import ZoneInfo

import time_machine
from django.http import QueryDict
from django.test import Client

from accounts.models import User
from tests.pages import Element, Page

HERE = ZoneInfo("Asia/Shanghai")


@contextmanager
def at(when: str) -> Iterator[None]:
    """Set the clock of everybody to an hour in 济南, as 2026-03-02 10:00."""
    with time_machine.travel(datetime.fromisoformat(when).replace(tzinfo=HERE), tick=False):
        yield


class Browser:
    """A browser at which one person sits; nobody, without one."""

    def __init__(self, user: User | None = None, **kwargs: Any) -> None:
        self.client = Client(**kwargs)
        if user:
            self.client.force_login(user)

    def open(self, url: str) -> Page:
        """Open a page, redirects followed."""
        here = urldefrag(url)[0]
        return self.arrive(self.client.get(here), here)

    def follow(self, page: Page, link: str) -> Page:
        """Follow a link by its words."""
        return self.open(urljoin(page.url, page.link(link)))

    def press(
        self, page: Page, button: str, typed: dict[str, Any] | None = None, *, within: str = ""
    ) -> Page:
        """Type into the form that holds a button, and press it. Redirects are followed."""
        response, url = self.send(page, button, typed, within=within)
        return self.arrive(response, url)

    def send(
        self, page: Page, button: str, typed: dict[str, Any] | None = None, *, within: str = ""
    ) -> tuple[Any, str]:
        form, pressed = page.button(button, within)
        data = filled_in(page, form, typed or {})
        if pressed["name"]:
            data.appendlist(pressed["name"], pressed["value"])
        url = urljoin(page.url, pressed["formaction"] or form["action"] or page.url)
        return self.post(url, data), url

    def post(self, url: str, data: QueryDict, **headers: str) -> Any:
        kind = "application/x-www-form-urlencoded"
        return self.client.post(
            urldefrag(url)[0], data.urlencode(), content_type=kind, headers=headers
        )

    def attach(self, page: Page, button: str, typed: dict[str, Any], **files: Any) -> Page:
        """The same of a form that takes files: each is chosen where the form has a place for it."""
        form, pressed = page.button(button)
        assert form["enctype"] == "multipart/form-data", f"{page.url} takes no files"
        data: dict[str, Any] = dict(filled_in(page, form, typed).lists())
        data |= {pressed["name"]: pressed["value"]} if pressed["name"] else {}
        url = urldefrag(urljoin(page.url, form["action"] or page.url))[0]
        return self.arrive(self.client.post(url, data | files), url)

    def save(self, page: Page, typed: dict[str, Any], **more: str) -> Any:
        """Let the page save its draft by itself, as its script would."""
        (form,) = [each for each in page.find("form") if each["data-draft-url"]]
        data = filled_in(page, form, typed)
        data.update(more)
        return self.post(form["data-draft-url"], data, **{"X-Draft": "1"})

    def arrive(self, response: Any, url: str) -> Page:
        for _hop in range(5):
            if response.status_code not in {301, 302}:
                break
            url = urldefrag(urljoin(url, response.headers["Location"]))[0]
            response = self.client.get(url)
        return Page.of(response, url)


def filled_in(page: Page, form: Element, typed: dict[str, Any]) -> QueryDict:
    """Return what a form sends once ``typed`` stands in it; a name it lacks cannot be typed."""
    added = {c["name"].partition("__n__")[0] for t in form.find("template") for c in t.find()}
    rows = tuple(each for each in added if each)
    names = page.names(form)
    unknown = [each for each in typed if each not in names and not each.startswith(rows)]
    assert not unknown, f"{page.url} has no {unknown}"
    data = page.sent(form)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def typing(raw: dict[str, Any]) -> dict[str, Any]:
    """Return raw answers of a form by the names of its controls: goals-0-goal, risk-level."""
    found: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(value, dict):
            found |= {f"{key}-{part}": each for part, each in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                found |= {f"{key}-{number}-{part}": each for part, each in row.items()}
        else:
            found[key] = value
    return found
