"""Reading a page as a browser does: elements, their words, and what a form would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict

VOID = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "line", "polyline"}
SILENT = {"script", "style", "template", "option"}
CONTROLS = ("input", "select", "textarea")


@dataclass
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    def find(self, *tags: str, **attrs: str) -> Iterator["Element"]:
        """Yield the elements within, in order; of these tags and attributes, if any are given."""
        for each in self.inside:
            if isinstance(each, Element):
                if each.fits(tags, attrs):
                    yield each
                yield from each.find(*tags, **attrs)

    def fits(self, tags: tuple[str, ...], attrs: dict[str, str]) -> bool:
        return (not tags or self.tag in tags) and attrs.items() <= self.attrs.items()

    @property
    def words(self) -> str:
        """What one reads, each run of blanks as one."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag not in SILENT and "hidden" not in each.attrs:
                yield " "
                yield from each._pieces()
                yield " "

    @property
    def text(self) -> str:
        """The characters directly within, as they are: what stands in a textarea."""
        return "".join(each for each in self.inside if isinstance(each, str))

    def __getitem__(self, name: str) -> str:
        return self.attrs.get(name, "")


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.all = [Element("page")], list[Element]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].inside.append(found)
        self.all.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


class Page:
    """One answer of the server."""

    def __init__(self, html: str, url: str, status: int = 200) -> None:
        self.html, self.url, self.status = html, url, status
        reader = _Reader(html)
        self.root, self.all = reader.open[0], reader.all

    @classmethod
    def of(cls, response: Any, url: str) -> "Page":
        """Read a response; one that is no HTML has nothing to be read."""
        html = response.headers.get("Content-Type", "").startswith("text/html")
        return cls(response.content.decode() if html else "", url, response.status_code)

    @property
    def words(self) -> str:
        return self.root.words

    @property
    def main(self) -> str:
        """The words of the page itself, without the frame around it."""
        return next(self.root.find("main")).words

    def find(self, *tags: str, **attrs: str) -> list[Element]:
        return [each for each in self.all if each.fits(tags, attrs)]

    def part(self, html_id: str) -> Element:
        """Return the element with an id; there is one."""
        (found,) = self.find(id=html_id)
        return found

    def typed(self, html_id: str) -> str:
        """Return what stands in a control."""
        return "".join(_value(self.part(html_id)))

    def link(self, words: str) -> str:
        """Return where a link leads, by its words."""
        links = {each.words: each["href"] for each in reversed(self.find("a"))}
        assert words in links, f"no link {words} on {self.url}: {list(links)}"
        return links[words]

    def buttons(self) -> list[Element]:
        return [each for each in self.find("button") if each["type"] != "button"]

    def offers(self, button: str) -> bool:
        return any(button in {each["value"], each.words} for each in self.buttons())

    def button(self, button: str, within: str = "") -> tuple[Element, Element]:
        """Return a form and one of its buttons, found by its value or its words; ``within`` is
        the id of the part of the page that is meant."""
        near = {id(each) for each in self.part(within).find("button")} if within else set()
        for each in self.buttons():
            said = button in {each["value"], each.words}
            if said and (not within or id(each) in near):
                return self.form_of(each), each
        raise AssertionError(f"no {button} on {self.url}: {[b.words for b in self.buttons()]}")

    def form_of(self, button: Element) -> Element:
        """Return the form a button sends: the one around it, or the one that it names."""
        if button["form"]:
            return self.part(button["form"])
        return next(
            form
            for form in self.find("form")
            if any(each is button for each in form.find("button"))
        )

    # ── forms ────────────────────────────────────────────────────────────────────────────

    def names(self, form: Element) -> set[str]:
        """The names of all that can be typed into a form or sent with it."""
        return {each["name"] for each in self._controls(form)} - {""}

    def sent(self, form: Element) -> QueryDict:
        """Return what a form sends when nobody types."""
        data = QueryDict(mutable=True)
        for each in self._controls(form):
            for value in _value(each):
                data.appendlist(each["name"], value)
        return data

    def _controls(self, form: Element) -> list[Element]:
        """Its own, and those elsewhere on the page which name it; none of a template."""
        hidden = {id(c) for t in self.find("template") for c in t.find(*CONTROLS)}
        own = [each for each in form.find(*CONTROLS) if not each["form"]]
        elsewhere = [c for c in self.find(*CONTROLS) if form["id"] and c["form"] == form["id"]]
        return [c for c in own + elsewhere if id(c) not in hidden and "disabled" not in c.attrs]


def _value(control: Element) -> list[str]:
    """Return what one control sends: nothing where nothing is ticked."""
    if control.tag == "textarea":
        return [control.text.removeprefix("\n")]
    if control.tag == "select":
        options = list(control.find("option"))
        chosen = [each for each in options if "selected" in each.attrs] or options[:1]
        return [each["value"] for each in chosen]
    if control["type"] in {"radio", "checkbox"}:
        return [control.attrs.get("value", "on")] if "checked" in control.attrs else []
    return [] if control["type"] == "file" else [control["value"]]
