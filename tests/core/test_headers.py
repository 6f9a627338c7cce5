"""The headers of every kind of answer, to the letter; whose word about addresses counts."""

import pytest
from flask import request

from tests.conftest import make_app
from tests.factories import make_place, make_resident
from timebank.core import assets
from timebank.core.headers import address_prefix

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "no-store",
}
OF_THE_CONTENT = {"Content-Type", "Content-Length", "Location", "Set-Cookie", "Vary", "Allow", "Content-Disposition"}


def headers_of(answer):
    """Return the headers of an answer but those that depend on its content."""
    return {name: value for name, value in answer.headers.items() if name not in OF_THE_CONTENT}


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/me", 303),
    ("POST", "/sign-in", 422),
    ("GET", "/nowhere", 404),
    ("GET", "/sign-out", 405),
    ("POST", "/language", 400),
    ("GET", "/sign-in?next=%00", 400),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/manifest", 200),
]


def test_every_kind_of_answer_has_exactly_these_headers(client, subtests):
    for method, path, status in ANSWERS:
        with subtests.test(method=method, path=path):
            answer = client.open(path, method=method)
            assert answer.status_code == status
            assert headers_of(answer) == EVERYWHERE


def test_a_page_that_is_not_mine_and_too_much_at_once_have_them_too(client, app):
    actor = make_resident(make_place())
    with client.session_transaction() as kept:
        kept["_user_id"] = actor.token
    refused = client.get("/resets")
    assert (refused.status_code, headers_of(refused)) == (403, EVERYWHERE)
    much = client.post("/sign-in", data={"identifier": "x" * 300_000})
    assert (much.status_code, headers_of(much)) == (413, EVERYWHERE)


def test_static_files_are_kept_for_ever_and_have_the_other_headers(client, app):
    with app.test_request_context():
        url = assets.url("base.css")
    with client.get(url) as answer:
        found = {name: value for name, value in headers_of(answer).items() if name in EVERYWHERE}
    assert answer.status_code == 200
    assert found == EVERYWHERE | {"Cache-Control": "public, max-age=31536000, immutable"}
    assert client.get(url.replace("/base.css", "/nothing.css")).status_code == 404


@pytest.mark.parametrize("path", ["/worker", "/offline"])
def test_what_a_browser_keeps_without_a_reader_is_asked_for_each_time(client, path):
    answer = client.get(path)
    found = {name: value for name, value in headers_of(answer).items() if name not in ("ETag", "Date")}
    assert (answer.status_code, found) == (200, EVERYWHERE | {"Cache-Control": "no-cache"})
    assert "Set-Cookie" not in answer.headers


def test_signing_out_also_clears_what_the_browser_kept_itself(client, app):
    actor = make_resident(make_place())
    with client.session_transaction() as kept:
        kept["_user_id"] = actor.token
    out = client.post("/sign-out")
    assert (out.status_code, headers_of(out)) == (303, EVERYWHERE | {"Clear-Site-Data": '"storage"'})


def test_without_tls_nothing_is_promised_about_it(client):
    answer = client.get("/healthz", base_url="http://localhost")
    assert headers_of(answer) == {k: v for k, v in EVERYWHERE.items() if k != "Strict-Transport-Security"}


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8::1", "2001:db8::/48"),
        ("2001:db8:0:5::1", "2001:db8::/48"),
        ("2001:db8:1::1", "2001:db8:1::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_throttles_count_by_network(address, prefix):
    with make_app("sqlite://").test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert address_prefix() == prefix


def seen(peer, forwarded=None, proto=None, trusted=("10.0.0.1", "10.0.0.2")):
    """Return the address and scheme that a route sees."""
    app = make_app("sqlite://", TRUSTED_PROXIES=trusted)
    found = {}

    @app.before_request
    def look():
        found.update(address=request.remote_addr, scheme=request.scheme)

    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": proto}
    app.test_client().get(
        "/healthz",
        base_url="http://localhost",
        environ_base={"REMOTE_ADDR": peer},
        headers={name: value for name, value in headers.items() if value},
    )
    return found["address"], found["scheme"]


def test_the_word_of_a_named_proxy_counts():
    assert seen("10.0.0.1", "192.0.2.7", "https") == ("192.0.2.7", "https")


def test_the_word_of_anybody_else_does_not():
    assert seen("192.0.2.9", "192.0.2.7", "https") == ("192.0.2.9", "http")


def test_what_the_caller_adds_before_a_proxy_does_not_count():
    assert seen("10.0.0.1", "1.2.3.4, 192.0.2.7, 10.0.0.2") == ("192.0.2.7", "http")


def test_a_strange_scheme_does_not_count():
    assert seen("10.0.0.1", "192.0.2.7", "javascript") == ("192.0.2.7", "http")
