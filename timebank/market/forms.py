"""The forms of the market. One sentence is enough; all else may stay empty."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from timebank.core.forms import BaseForm, KeyedForm, at_most, filled, trimmed
from timebank.market import rules
from timebank.market.rules import Content
from timebank.market.words_shown import (
    DAY_PARTS,
    LANGUAGES,
    MINUTES,
    NEED_KINDS,
    NEED_REACHES,
    PROPOSALS,
    REACHES,
)
from timebank.notices.sentences import TALKING_POINTS

SEARCH_AT_MOST = 80
DATE_ERROR = _l("Choose a day.")


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class ListingForm(KeyedForm):
    """An offer or a request."""

    words = TextAreaField(
        validators=[filled(_l("Write in one sentence what it is.")), at_most(rules.WORDS_AT_MOST)], filters=[trimmed]
    )
    category_code = SelectField(_l("Kind of help"), validators=[Optional()], validate_choice=False)
    day_parts = SelectMultipleField(
        _l("When?"),
        choices=_choices(DAY_PARTS),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    buurt_name = SelectField(
        _l("Where, about?"),
        description=_l("Never write an address here. You tell that later, to one neighbour."),
        validators=[Optional()],
        validate_choice=False,
    )
    minutes = SelectField(_l("About how long?"), validators=[Optional()], choices=_choices({"": "", **MINUTES}))
    people_at_most = IntegerField(
        _l("For how many people at most?"),
        validators=[Optional(), NumberRange(1, rules.PEOPLE_AT_MOST, _l("Fill in a number from 1 to 200."))],
    )
    starts_on = DateField(_l("From which day?"), validators=[Optional()])
    ends_on = DateField(_l("Until which day?"), validators=[Optional()])
    language = SelectField(_l("In which language?"), validators=[Optional()], choices=_choices({"": "", **LANGUAGES}))

    def offer(self, kinds: dict[str, str], buurten: Iterable[str]) -> None:
        """Fill in what can be chosen."""
        self.category_code.choices = [SelectChoice("", _l("Choose later")), *_choices(kinds)]
        named = dict.fromkeys([*buurten, *filter(None, [self.buurt_name.data])])
        self.buurt_name.choices = [SelectChoice("", _l("Somewhere in the wijk")), *(SelectChoice(n, n) for n in named)]

    def content(self, buurten: Iterable[str]) -> Content:
        """Return what the form says; a buurt only if it is one of the wijk's."""
        return Content(
            words=self.words.data or "",
            category_code=self.category_code.data or None,
            day_parts=rules.mask_of(self.day_parts.data or []),
            buurt_name=self.buurt_name.data if self.buurt_name.data in set(buurten) else "",
            minutes=int(self.minutes.data) if self.minutes.data else None,
            people_at_most=self.people_at_most.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            language=self.language.data or "",
        )


class SearchForm(BaseForm):
    """Which offers or requests. Sent by GET."""

    class Meta:
        csrf = False

    words = StringField(_l("What are you looking for?"), filters=[trimmed], validators=[at_most(SEARCH_AT_MOST)])
    kind = SelectField(_l("Kind of help"), validators=[Optional()])
    where = SelectField(
        _l("Where?"),
        choices=_choices({"wijk": _l("In my wijk"), "near": _l("My wijk and near"), "all": _l("Everywhere")}),
        default="wijk",
    )
    when = SelectField(_l("When?"), choices=_choices({"": _l("Any time"), **DAY_PARTS}), validators=[Optional()])
    order = SelectField(
        _l("First"), choices=_choices({"best": _l("What fits best"), "new": _l("The newest")}), default="best"
    )

    def offer(self, kinds: dict[str, str]) -> None:
        """Fill in what can be chosen."""
        self.kind.choices = [SelectChoice("", _l("All kinds")), *_choices(kinds)]


class KindForm(BaseForm):
    """Which kind of help it is."""

    category_code = SelectField(_l("Kind of help"), validators=[Optional()], validate_choice=False)

    def offer(self, kinds: dict[str, str]) -> None:
        """Fill in what can be chosen."""
        self.category_code.choices = [SelectChoice("", _l("No kind in particular")), *_choices(kinds)]


class TalentForm(BaseForm):
    """Something that I can do."""

    words = StringField(
        _l("What can you do?"),
        description=_l("In your own words: “I can mend bicycles.”"),
        filters=[trimmed],
        validators=[filled(_l("Write what you can do.")), at_most(rules.WORDS_AT_MOST)],
    )
    category_code = SelectField(_l("Kind of help"), validate_choice=False)
    shown_to = RadioField(
        _l("Who may see this?"),
        choices=_choices(REACHES),
        default="wijk",
        validators=[InputRequired(_l("Choose who may see this."))],
    )

    def offer(self, kinds: dict[str, str]) -> None:
        """Fill in what can be chosen; nothing chosen: we guess from the words."""
        self.category_code.choices = [SelectChoice("", _l("You choose for me")), *_choices(kinds)]


class NeedForm(BaseForm):
    """What somebody needs to be able to help."""

    kind = RadioField(
        _l("What do you need?"),
        choices=_choices(NEED_KINDS),
        validators=[InputRequired(_l("Choose what you need."))],
    )
    words = StringField(
        _l("Tell it in one line"),
        description=_l("You do not have to."),
        filters=[trimmed],
        validators=[at_most(rules.NEED_WORDS_AT_MOST)],
    )
    shown_to = RadioField(
        _l("Who may see this?"),
        choices=_choices(NEED_REACHES),
        default="workers",
        validators=[InputRequired(_l("Choose who may see this."))],
    )


class PromiseForm(BaseForm):
    """How somebody will arrange what another needs."""

    promise = StringField(
        _l("What will you do?"),
        description=_l("The neighbour reads this, and where to get it."),
        filters=[trimmed],
        validators=[filled(_l("Write what you will do.")), at_most(rules.WORDS_AT_MOST)],
    )
    promised_for = DateField(_l("By which day?"), validators=[Optional()])


class ConcernForm(BaseForm):
    """ "Iets is niet fijn"."""

    words = TextAreaField(
        _l("What is not fine?"),
        description=_l("Only the stewards of your wijk read this, not the neighbour whom it is about."),
        filters=[trimmed],
        validators=[filled(_l("Write what is not fine.")), at_most(rules.WORDS_AT_MOST)],
    )


class PointForm(BaseForm):
    """A point to talk about: both sides hear it, nothing changes."""

    point = RadioField(
        _l("What do you want to talk about?"),
        choices=_choices(TALKING_POINTS),
        validators=[InputRequired(_l("Choose what it is about."))],
    )


class MeasureForm(BaseForm):
    """What a steward asks the others to say yes to."""

    kind = RadioField(
        _l("What do you propose?"),
        choices=_choices(PROPOSALS),
        validators=[InputRequired(_l("Choose what you propose."))],
    )

    reason = StringField(
        _l("Why?"),
        description=_l("The neighbour reads this and can answer. Do not say who told you."),
        filters=[trimmed],
        validators=[filled(_l("Write why.")), at_most(rules.WORDS_AT_MOST)],
    )

    def offer(self, *, has_listing: bool) -> None:
        """Leave out what cannot be done: to hide something where nothing was put up."""
        if not has_listing:
            self.kind.choices = [one for one in self.kind.choices if one.value != "hide_listing"]


class AnswerForm(BaseForm):
    """What the person it is about says."""

    answer = TextAreaField(
        _l("What do you want to say?"),
        description=_l("The stewards of the wijk read this."),
        filters=[trimmed],
        validators=[filled(_l("Write what you want to say.")), at_most(rules.WORDS_AT_MOST)],
    )
