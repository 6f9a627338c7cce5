"""The forms of a conversation."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from timebank.core.forms import KeyedForm, at_most
from timebank.exchange.rules.talking import WORDS_AT_MOST
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
    """ "Iets is niet fijn" about a conversation: the stewards read only those messages that are picked."""

    picked = SelectMultipleField(
        _l("Which messages may they read?"),
        description=_l("Only those that you choose. You do not have to."),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, said: Iterable[tuple[int, str]]) -> None:
        """Let messages be picked: their numbers, and what stands in them with the name of who wrote it."""
        self.picked.choices = [SelectChoice(str(number), words) for number, words in said]

    def shared(self) -> str:
        """Return the picked messages, in the order in which they were written."""
        picked = set(self.picked.data or [])
        return "\n".join(str(one.label) for one in self.picked.choices if one.value in picked)
