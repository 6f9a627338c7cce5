"""The forms of a conversation."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from timebank.core.forms import KeyedForm, at_most
from timebank.exchange.rules.talking import PICKED_AT_MOST, WORDS_AT_MOST
from timebank.market.forms import ConcernForm


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


class TalkConcernForm(ConcernForm):
    """ "Iets is niet fijn" in a conversation, with the messages that somebody chooses to add."""

    messages = SelectMultipleField(
        _l("Which messages may the stewards read?"),
        description=_l("You do not have to. They read what you tick, and nothing else."),
        coerce=int,
        validators=[Length(max=PICKED_AT_MOST, message=_l("Choose at most %(max)d messages."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, said: Iterable[Any]) -> None:
        """Fill in what can be chosen: these messages, the oldest first."""
        self.messages.choices = [SelectChoice(one.id, one.words) for one in sorted(said, key=lambda one: one.id)]
