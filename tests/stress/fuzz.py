"""Makes requests that nobody in their right mind sends, and some that people send: for every page, as every role."""

import re
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlencode

from flask import Flask
from flask.testing import FlaskClient

from tests.pages import Form, Page

HOSTILE: tuple[str | bytes, ...] = (
    *("", " ", "\0", "a\0b", "\t\r\n", "-1", "0", "1", "٣", "²", "1e309", "NaN", "9" * 18, "9" * 30, "9" * 5000),
    *("true", "2026-02-30", "0001-01-01", "9999-12-31", "pot", "giver", "shopping", "other", "undo", "nl", "xx"),
    *("x" * 300, "x" * 20_000, "é" * 281, "👩‍👩‍👧‍👦" * 40, "\u202etxet", "\ufeff", "ﷺ" * 50, "İ", "ß", "I\u0307" * 99),
    *("'; DROP TABLE person; --", '" OR 1=1', "%", "_", "\\", "%s%n%00", "{{ 7*7 }}", "${7*7}", "=1+1", "../../../etc"),
    *("<script>alert(1)</script>", '"><img src=x>', "//elsewhere.example", "https://elsewhere.example", "/\\elsewhere"),
    *("111222333", "111 222 333", "a@b.c", "+31 6 12345678", "0612345678", "\r\nSet-Cookie: a=b", "\x1b[2J", "\x7f"),
    *(b"\xff\xfe\x00", b"\xc3\x28", b"\xed\xa0\x80", bytes(range(128, 256))),
)
NAMES = (
    *(
        "name",
        "who",
        "what",
        "minutes",
        "before",
        "year",
        "kind",
        "next",
        "language",
        "exchange",
        "request_key",
        "note",
    ),
    *(
        "occurred_on",
        "is_sure",
        "csrf_token",
        "password",
        "identifier",
        "code",
        "token",
        "public_id",
        "wish",
        *("words", "day", "at", "place", "every", "times", "version", "up_to"),
        "x" * 500,
    ),
)
TYPES = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain", "")
RANDOM_NAME = re.compile(r"/[\w-]{16,}(?=/|$)")
PART = re.compile(r"<(?:any\((?P<offered>.*?)\):)?\w+>")
ON_EVERY_PAGE = ("/sign-out", "/language")
TOO_MUCH = b"note=" + b"x" * 300_000


@dataclass
class Sent:
    """One request as it was sent: told again when it finds something."""

    method: str
    address: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    has_token: bool = False
    """Whether it carries the token of the browser's own pages, so that it may be accepted."""


class Fuzzer:
    """Makes the requests of one role, from the links and forms of the pages that it saw, and from nothing."""

    def __init__(self, app: Flask, random: Random) -> None:
        self.random = random
        self.rules = sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})
        self.links: dict[str, str] = {}
        self.forms: dict[tuple[str, str], Form] = {}

    def use(self, client: FlaskClient, known: list[str]) -> None:
        """Go on in another browser; `known` are random names that some addresses have."""
        self.client, self.known, self.token = client, known, ""

    def next(self) -> Sent:
        """Return the next request: a page, a form with mistakes, or rubbish."""
        chance = self.random.random()
        if chance < 0.4 or not self.token:
            return Sent(self.random.choices(("GET", "HEAD", "OPTIONS"), (20, 1, 1))[0], self._address())
        if chance < 0.9 and self.forms:
            return self._form()
        method = self.random.choices(("POST", "PUT", "DELETE", "PATCH"), (20, 1, 1, 1))[0]
        content_type = self.random.choice(TYPES)
        body = self.random.choice((self._random_bytes(), self._pairs(self._some_pairs()), TOO_MUCH))
        return Sent(method, self._address(), body, {"Content-Type": content_type})

    def learn(self, address: str, html: str) -> None:
        """Remember the links and forms of a page, the newest of each address without its names, and the token."""
        page = Page(html)
        for link in page.links:
            if link.startswith("/"):
                self.links[_shape(link)] = link
        for form in page.forms:
            self.token = form.values.get("csrf_token", self.token)
            if form.method == "post":
                form.action = form.action or address
                self.forms[_shape(form.action), " ".join(form.values)] = form

    def _form(self) -> Sent:
        weights = [1 if shape in ON_EVERY_PAGE else 10 for shape, _ in self.forms]
        form = self.random.choices(list(self.forms.values()), weights)[0]
        values: list[tuple[str, str | bytes]] = [*form.values.items()]
        for name, offered in form.offered.items():
            values.append((name, self.random.choice(offered or [""])))
        wrong = self.random.choice((0, 0.1, 0.4))
        typed = [(name, self._value()) if self.random.random() < wrong else (name, value) for name, value in values]
        typed = [pair for pair in typed if self.random.random() > wrong / 5]
        if self.random.random() < wrong:
            typed += self._some_pairs()
        has_token = self.random.random() < 0.7
        token = self.token if has_token else self.random.choice(("", "x", self.token[:-1], self.token[::-1]))
        typed = [pair for pair in typed if pair[0] != "csrf_token"]
        if has_token or self.random.random() < 0.8:
            typed.append(("csrf_token", token))
        headers = {"Content-Type": TYPES[0]}
        return Sent("POST", form.action, self._pairs(typed), headers, has_token)

    def _address(self) -> str:
        if self.links and self.random.random() < 0.5:
            return self.random.choice(list(self.links.values()))
        path = PART.sub(lambda part: quote(self._part(part["offered"])), self.random.choice(self.rules))
        query = self._pairs(self._some_pairs()).decode() if self.random.random() < 0.5 else ""
        return f"{path}?{query}" if query else path

    def _part(self, offered: str | None) -> str | bytes:
        if offered and self.random.random() < 0.9:
            return self.random.choice(offered.split(", "))
        return self.random.choice(self.known) if self.random.random() < 0.7 else self._value() or "x"

    def _value(self) -> str | bytes:
        return self.random.choice((*HOSTILE, self._random_bytes(), self.random.choice(self.known)))

    def _random_bytes(self) -> bytes:
        return self.random.randbytes(self.random.randrange(60))

    def _some_pairs(self) -> list[tuple[str, str | bytes]]:
        names = [self.random.choice(NAMES) for _ in range(self.random.randrange(1, 5))]
        if self.random.random() < 0.3:
            names *= 2  # the same name twice, with something else in it
        return [(name, self._value()) for name in names]

    @staticmethod
    def _pairs(pairs: list[tuple[str, str | bytes]]) -> bytes:
        return urlencode(pairs).encode()


def _shape(address: str) -> str:
    """Return an address without the random names in it and without what follows the question mark."""
    return RANDOM_NAME.sub("/…", address.partition("?")[0])
