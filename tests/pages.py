"""Reads a page as a browser without JavaScript does: its title, texts, links and forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED = ("checkbox", "radio")
NOT_SENT = ("submit", "button", "reset", "image", "file")


@dataclass
class Form:
    """A form, and what it would send if nobody touched it; `offered` is every value of a field that has choices."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **typed: str | None) -> dict[str, str]:
        """Return what is sent after typing; None leaves a field out."""
        return {name: value for name, value in {**self.values, **typed}.items() if value is not None}


class Page(HTMLParser):
    """A page that was read. `wrong` are the names of the fields that are marked as wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.text, self.summary = "", "", ""
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.wrong: set[str] = set()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._select = self._area = ""
        self.feed(html)
        self.text = " ".join(self.text.split())

    def form(self, has: str = "csrf_token", action: str = "") -> Form:
        """Return the first form with a field named `has` whose address ends with `action`."""
        return next(
            form for form in self.forms if has in {**form.values, **form.offered} and form.action.endswith(action)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a tag."""
        given = {name: value or "" for name, value in attrs}
        if tag not in ("input", "meta", "link", "br", "img", "hr"):
            self._open.append((tag, given))
        if given.get("aria-invalid") == "true":
            self.wrong.add(given.get("name", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif self.forms:
            self._take_field(tag, given)

    def _take_field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and name and given.get("type") not in NOT_SENT:
            if given.get("type") in TICKED:
                form.offered.setdefault(name, []).append(given.get("value", "on"))
            if given.get("type") not in TICKED or "checked" in given:
                form.values[name] = given.get("value", "on")
        elif tag == "select":
            self._select = name
            form.offered[name] = []
        elif tag == "option":
            form.offered[self._select].append(given.get("value", ""))
            if "selected" in given or self._select not in form.values:
                form.values[self._select] = given.get("value", "")
        elif tag == "button" and name:
            form.offered.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """Close a tag and those inside it that nobody closed."""
        if tag == "textarea":
            self._area = ""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        inside = {tag for tag, _ in self._open}
        if "title" in inside and "svg" not in inside:
            self.title += data
        elif self._area:
            self.forms[-1].values[self._area] += data.removeprefix("\r\n").removeprefix("\n")
        elif not inside & {"script", "style", "title", "desc"}:
            self.text += f" {data}"
        if any(given.get("role") == "alert" for _, given in self._open):
            self.summary += data
