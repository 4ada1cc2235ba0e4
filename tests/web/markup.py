"""Reading a page as a browser would."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """What a browser would find: elements, ids, and who points at whom."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if attrs.get("id")]

    @property
    def referred(self) -> set[str]:
        names = ("for", "aria-describedby", "aria-labelledby")
        return {
            each for _, attrs in self.elements for n in names for each in attrs.get(n, "").split()
        }

    def controls(self) -> list[dict[str, str]]:
        visible = list(self.all("input", "select", "textarea"))
        return [each for each in visible if each.get("type") != "hidden"]
