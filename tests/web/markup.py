"""A page as its elements: what a browser and a screen reader would make of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "rect", "line", "path"})


@dataclass
class Element:
    """One element: its name, its attributes, the text in it, and the names of the elements around it."""

    name: str
    attributes: dict[str, str]
    within: tuple[str, ...]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, without needless space."""
        return " ".join("".join(self.parts).split())

    def get(self, name: str) -> str:
        """An attribute; empty where it is not there."""
        return self.attributes.get(name, "")


class Markup(HTMLParser):
    """The elements of a page, in order. Raises `AssertionError` where one is not closed as it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(page)
        self.close()
        assert not self._open, [one.name for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        attributes = {name: value or "" for name, value in attrs}
        one = Element(tag, attributes, tuple(outer.name for outer in self._open))
        self.elements.append(one)
        if tag not in VOID:
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1].name == tag:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.parts.append(data)

    def all(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [one for one in self.elements if one.name == name]

    def one(self, name: str) -> Element:
        """The only element of a name."""
        (found,) = self.all(name)
        return found

    @property
    def links(self) -> list[str]:
        """Where the page leads to."""
        return [one.get("href") for one in self.all("a")]
