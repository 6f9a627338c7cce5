"""What a phone asks for: a name and icons for its start screen, and a worker that is renewed when it should be."""

import re
import struct

import pytest

from tests.conftest import make_app
from tests.factories import make_place, make_resident
from tests.pages import Page
from timebank.core import assets, phone

PNG = b"\x89PNG\r\n\x1a\n"


def kept_files(worker: str) -> set[str]:
    """Return what a worker says that it keeps."""
    return set(re.findall(r'"(/(?:static|theme)/[^"]+)"', worker.partition("\n")[0]))


def test_the_manifest_is_in_the_readers_language_with_the_name_of_their_time_bank(client):
    actor = make_resident(make_place("De Linden"))
    assert (client.get("/manifest").json["name"], client.get("/manifest").json["lang"]) == ("Tijdbank", "nl")
    client.set_cookie("language", "en")
    with client.session_transaction() as kept:
        kept["_user_id"] = actor.token
    answer = client.get("/manifest")
    assert answer.mimetype == "application/manifest+json"
    assert (answer.json["name"], answer.json["lang"]) == (actor.tb_name, "en")
    assert actor.tb_name != "Tijdbank"


def test_every_icon_is_there_in_the_size_that_it_says(client):
    icons = client.get("/manifest").json["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        with client.get(icon["src"]) as answer:
            assert (answer.status_code, answer.mimetype) == (200, icon["type"])
            if icon["type"] == "image/png":
                assert answer.data.startswith(PNG)
                width, height = struct.unpack(">II", answer.data[16:24])
                assert icon["sizes"] == f"{width}x{height}"


def test_the_worker_keeps_every_file_of_the_offline_page(client):
    html = client.get("/offline").text
    links = re.findall(r'<(?:link|script)[^>]*?(?:href|src)="([^"]+)"[^>]*>', html)
    asked_for_elsewhere = {"/manifest"} | {link for link in links if link.endswith(("print.css", "icon-apple-180.png"))}
    assert {link for link in links if link.startswith("/")} - asked_for_elsewhere == kept_files(
        client.get("/worker").text
    )


def test_another_language_or_another_file_is_another_worker_and_the_same_is_not_sent_again(client, monkeypatch):
    first = client.get("/worker")
    assert client.get("/worker", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    client.set_cookie("language", "en")
    english = client.get("/worker")
    assert english.text != first.text
    monkeypatch.setattr(assets, "digests", lambda: dict.fromkeys(phone.KEPT, "0" * 12))
    assert len({first.text, english.text, client.get("/worker").text}) == 3


def test_the_operators_colours_and_their_file_come_along(tmp_path):
    theme = tmp_path / "theme.css"
    theme.write_text(
        ":root { --tb-paper: #eeeeff }\n@media (prefers-color-scheme: dark) { :root { --tb-paper: #000011 } }\n"
    )
    own, themed = make_app("sqlite://"), make_app("sqlite://", THEME_CSS=str(theme))
    with own.app_context():
        assert phone.ground() == {"light": "#fbf6ee", "dark": "#15201d"}
    with themed.test_request_context():
        assert phone.ground() == {"light": "#eeeeff", "dark": "#000011"}
        assert assets.theme_url() in kept_files(phone.worker())


def test_a_light_theme_alone_holds_in_the_dark_too_as_in_the_browser(tmp_path):
    theme = tmp_path / "theme.css"
    theme.write_text(":root { --tb-page-background-color: #ffffee; }")
    with make_app("sqlite://", THEME_CSS=str(theme)).app_context():
        assert phone.ground() == {"light": "#ffffee", "dark": "#ffffee"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_offline_page_is_the_same_for_everyone(client, language):
    client.set_cookie("language", language)
    seen_by_a_visitor = client.get("/offline").text
    actor = make_resident(make_place())
    with client.session_transaction() as kept:
        kept["_user_id"] = actor.token
        kept["_flashes"] = [("done", "Opgeschreven voor Henk")]
    assert client.get("/offline").text == seen_by_a_visitor
    assert Page(seen_by_a_visitor).form("direction").values["minutes"] == "60"
    assert "Opgeschreven voor Henk" in client.get("/about").text, "the message is still there for the next page"
