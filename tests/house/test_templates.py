"""Templates show what they are given: nothing inline, no logic beyond if, for and set (STYLE.md, "Pages")."""

import re
from collections.abc import Iterator, Mapping

import pytest
from jinja2 import nodes

from tests.house.catalogues import JINJA
from tests.house.sources import expect_none, templates

INLINE = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE),
}
LOGIC: dict[type[nodes.Node], str] = {
    nodes.Add: "a sum",
    nodes.Sub: "a difference",
    nodes.Mul: "a product",
    nodes.Div: "a quotient",
    nodes.FloorDiv: "a quotient",
    nodes.Mod: "a remainder",
    nodes.Pow: "a power",
    nodes.CallBlock: "a call block",
    nodes.FilterBlock: "a filter block",
    nodes.ScopedEvalContextModifier: "escaping switched off",
}
DRAW_PICTURES_OF_OUR_OWN = frozenset(
    ("core/macros/icons.html", "core/macros/lists.html", "people/welcome.html", "wijk/invitations.html")
)
"""Icons, marks and QR codes: markup that we made, in which nothing that people typed can stand."""

PAGE_BLOCKS = frozenset(("title", "main"))


def inline(pages: Mapping[str, str]) -> Iterator[str]:
    """Yield each style, script or address that our Content-Security-Policy would refuse."""
    for name, text in pages.items():
        yield from (f"{name}: {what}" for what, sign in INLINE.items() if sign.search(text))


def logic(pages: Mapping[str, str]) -> Iterator[str]:
    """Yield each piece of reckoning, and each text that is put on the page unescaped."""
    for name, text in pages.items():
        tree = JINJA.parse(text)
        if not name.startswith("core/macros/"):  # there a picture may count its places
            found = ((node, what) for kind, what in LOGIC.items() for node in tree.find_all(kind))
            yield from (f"{name}:{node.lineno}: {what}" for node, what in found)
        unescaped = (node for node in tree.find_all(nodes.Filter) if node.name == "safe")
        if name not in DRAW_PICTURES_OF_OUR_OWN:
            yield from (f"{name}:{node.lineno}: unescaped" for node in unescaped)


def shapeless(pages: Mapping[str, str]) -> Iterator[str]:
    """Yield each page that does not extend the base and fill its title and main, or has more than one kind of h1."""
    for name, text in pages.items():
        tree = JINJA.parse(text)
        if "macro" in name or name == "core/base.html":
            continue
        filled = {block.name for block in tree.find_all(nodes.Block)}
        if not any(tree.find_all(nodes.Extends)) or not filled >= PAGE_BLOCKS:
            yield f"{name}: does not extend the base with a title and a main"
        if "<h1" in re.sub(r"<h1.*?</h1>", "", text, count=1, flags=re.DOTALL) and "{% if" not in text:
            yield f"{name}: more than one h1"


CHECKS = (inline, logic, shapeless)


@pytest.mark.parametrize("check", CHECKS)
def test_templates_show_what_they_are_given(check):
    expect_none(check(templates()))


BASE = '{% extends "core/base.html" %}{% block title %}x{% endblock %}'


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (inline, '<p style="color: red">'),
        (inline, "<style>p {}</style>"),
        (inline, "<script>alert()</script>"),
        (inline, '<button onclick="go()">'),
        (inline, '<a href="javascript:go()">'),
        (inline, '<img src="https://example.org/x.png">'),
        (logic, "{{ minutes / 60 }}"),
        (logic, "{{ note|safe }}"),
        (logic, "{% autoescape false %}{{ note }}{% endautoescape %}"),
        (shapeless, "<h1>x</h1>"),
        (shapeless, BASE),
        (shapeless, BASE + "{% block main %}<h1>x</h1><h1>y</h1>{% endblock %}"),
    ],
)
def test_what_does_not_belong_in_a_template_is_found(check, text):
    assert len(list(check({"wijk/planted.html": text}))) == 1
