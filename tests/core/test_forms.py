"""Forms: CSRF on every POST, no BSN in any text, refusals at their place."""

import pytest
from flask import Flask
from wtforms import EmailField, HiddenField, PasswordField, StringField, TelField, TextAreaField

from tests.conftest import make_app
from timebank.core.errors import RuleBroken
from timebank.core.forms import BaseForm, at_most, filled, one_line, trimmed

BSN = "123456782"


class EveryField(BaseForm):
    """One of each."""

    line = StringField(filters=[trimmed], validators=[filled("Fill this in."), at_most(20), one_line])
    text = TextAreaField()
    email = EmailField()
    hidden = HiddenField()
    phone = TelField()
    password = PasswordField()


@pytest.fixture(scope="module")
def plain() -> Flask:
    return make_app("sqlite://")


def sent(plain, **typed):
    """Return the form as it is after somebody sent it."""
    with plain.test_request_context("/", method="POST", data={"line": "ok", **typed}):
        form = EveryField()
        form.validate_on_submit()
        return form


@pytest.mark.parametrize("field", ["line", "text", "email", "hidden"])
def test_a_bsn_is_refused_in_every_text_and_not_sent_back(plain, field):
    form = sent(plain, **{field: f"x {BSN} y"})
    assert field in form.errors
    assert BSN not in str(form[field].data)
    assert BSN not in str(form[field]())


@pytest.mark.parametrize("field", ["phone", "password"])
def test_phone_and_password_are_excepted(plain, field):
    assert sent(plain, **{field: BSN}).errors == {}


def test_spaces_do_not_count(plain):
    assert sent(plain, line="  a   b ").line.data == "a b"


@pytest.mark.parametrize("typed", ["", "x" * 21, "a\u200bb", "a\u0007b"])
def test_what_is_no_short_line_is_refused(plain, typed):
    assert "line" in sent(plain, line=typed).errors


class AtTheLine(RuleBroken):
    """Belongs to the field `line`."""

    message = "Not this one."
    field = "line"


class Nowhere(RuleBroken):
    """Belongs to no field."""

    message = "Not now."


class Conflict(RuleBroken):
    """Cannot be shown in a form."""

    status = 409


def broken(error):
    """Return work that breaks a rule."""

    def work():
        raise error

    return work


def test_a_broken_rule_stands_at_its_field_or_above_the_form(app):
    with app.test_request_context("/", method="POST", data={"line": "ok"}):
        form = EveryField()
        assert form.validate_on_submit()
        assert form.attempt(broken(AtTheLine())) is None
        assert form.carry_out(broken(Nowhere())) is None
        assert (form.line.errors, form.form_errors) == (["Not this one."], ["Not now."])


def test_a_conflict_is_for_the_error_page(app):
    with app.test_request_context("/", method="POST", data={"line": "ok"}):
        form = EveryField()
        form.validate_on_submit()
        with pytest.raises(Conflict):
            form.carry_out(broken(Conflict()))


def test_no_post_is_taken_without_its_token(database_url):
    app = make_app(database_url, WTF_CSRF_ENABLED=True)
    client = app.test_client()
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    assert len(posts) > 10
    for rule in posts:
        with app.test_request_context():
            parts = {name: "x" for name in rule.arguments}
            parts = {name: _first_choice(rule, name) for name in parts}
            path = rule.build(parts)[1]
        answer = client.post(path, data={"x": "y"})
        assert (path, answer.status_code) == (path, 400)
        assert answer.headers["Content-Type"].startswith("text/html")
    with app.app_context():
        from timebank.core.database import db

        db.session.remove()
        db.engine.dispose()


def _first_choice(rule, name):
    converter = rule._converters[name]
    return sorted(getattr(converter, "items", ["AAAAAAAAAAAAAAAA"]))[0]


def test_a_post_with_its_token_is_taken(database_url):
    app = make_app(database_url, WTF_CSRF_ENABLED=True)
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    typed = {"csrf_token": token, "identifier": "nobody", "password": "x"}
    answer = client.post("/sign-in", data=typed, headers={"Referer": "https://localhost/sign-in"})
    assert answer.status_code == 422
    elsewhere = client.post("/sign-in", data=typed, headers={"Referer": "https://evil.example/"})
    assert elsewhere.status_code == 400
    with app.app_context():
        from timebank.core.database import db

        db.session.remove()
        db.engine.dispose()
