"""The form of a verslag: three questions that a conversation answers, and what other wijken can learn from."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from timebank.balance.rules import REPORT_WORDS_AT_MOST
from timebank.core.forms import BaseForm, at_most

NO_PERSONS = _l("Name no persons: everybody who is signed in can read this.")


def _answer(label: Any, refusal: Any) -> TextAreaField:
    return TextAreaField(
        label,
        description=NO_PERSONS,
        filters=[_stripped],
        validators=[DataRequired(refusal), at_most(REPORT_WORDS_AT_MOST)],  # spaces alone are no words
    )


def _story(label: Any) -> TextAreaField:
    said = _l("For other wijken, if you like. Name no persons.")
    return TextAreaField(label, description=said, filters=[_stripped], validators=[at_most(REPORT_WORDS_AT_MOST)])


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class ReportForm(BaseForm):
    """What residents said to each other about a quarter."""

    sees = _answer(_l("What do we see?"), _l("Tell what you see in the figures."))
    surprises = _answer(_l("What surprises us?"), _l("Tell what surprises you."))
    tries = _answer(_l("What do we try?"), _l("Tell what you will try."))
    went_well = _story(_l("What went well?"))
    went_wrong = _story(_l("What went wrong?"))
    after = HiddenField()
    """Which version the writer saw: so that nobody's words are lost when two write at once."""
