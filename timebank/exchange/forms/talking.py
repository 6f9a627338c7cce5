"""The forms of a conversation."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from timebank.core.forms import KeyedForm, at_most
from timebank.exchange.rules.talking import WORDS_AT_MOST


def with_plain_lines(text: str | None) -> str:
    """Return a text with line ends of one kind and nothing around it: a WTForms filter."""
    return (text or "").replace("\r\n", "\n").strip()


class MessageForm(KeyedForm):
    """What one neighbour writes to another."""

    words = TextAreaField(
        _l("Your message"),
        filters=[with_plain_lines],
        validators=[DataRequired(_l("Write something first.")), at_most(WORDS_AT_MOST)],
    )
