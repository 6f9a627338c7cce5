"""The base of every form: CSRF, no burgerservicenummers, refusals shown at the place, one request key."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from timebank.core.bsn import find_bsn
from timebank.core.database import transact
from timebank.core.errors import RuleBroken

P = ParamSpec("P")
T = TypeVar("T")

BSN_REFUSED = lazy_gettext(
    "This looks like a burgerservicenummer (BSN). We never keep those. Take it out; we have not saved it."
)

OUR_WORDS = {
    "Not a valid integer value.": lazy_gettext("Fill in a whole number."),
    "Not a valid date value.": lazy_gettext("Choose a day."),
    "Not a valid time value.": lazy_gettext("Fill in a time, such as 10:30."),
    "Not a valid choice.": lazy_gettext("Choose one of these."),
}
"""What WTForms says by itself, in our words. Its other sentences are never seen: each validator has one of ours."""


class OurWords:
    """Stands where WTForms looks for translations of its own sentences."""

    def gettext(self, sentence: str) -> str:
        """Return what we say instead."""
        return str(OUR_WORDS.get(sentence, sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form that fits the number: we have words of our own for none of these."""
        return one if number == 1 else many


class BaseForm(FlaskForm):
    """A form that refuses burgerservicenummers in every free text and shows broken rules where they belong."""

    class Meta(FlaskForm.Meta):
        """How WTForms behaves here."""

        def get_translations(self, form: FlaskForm) -> OurWords:
            """Return our own words for what WTForms says by itself."""
            return OurWords()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then look for a BSN in every text; what was typed there is not sent back."""
        right = super().validate(extra_validators)
        for field in self:
            if _is_free_text(field) and find_bsn(str(field.data or "")):
                field.errors = [BSN_REFUSED]
                field.data = ""
                field.raw_data = [""]
                right = False
        return right

    def carry_out(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run `work` in a transaction; a broken rule becomes an error of this form, and None is returned.

        :raises RuleBroken: one that is no 422 (409, 429…): that is for the error page
        """
        return self.attempt(lambda: transact(work, *args, **kwargs))

    def attempt(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run `work`, which makes its own transactions, and show a broken rule as `carry_out` does.

        For passwords: nobody waits for their hashing, and a wrong try counts although nothing else is written.
        """
        try:
            return work(*args, **kwargs)
        except RuleBroken as broken:
            if broken.status != 422:
                raise
            self.refuse(broken)
            return None

    def refuse(self, broken: RuleBroken) -> None:
        """Show a broken rule at its field, or above the form when it has none."""
        field = self._fields.get(broken.field)
        if field is None:
            self.form_errors.append(broken.text)
        else:
            field.errors = [*field.errors, broken.text]


class KeyedForm(BaseForm):
    """A form that may be sent twice and counts once: it carries a request key, made when the page was made."""

    request_key = HiddenField(validators=[DataRequired(), Length(max=64)])


def filled(message: Any) -> InputRequired:
    """Refuse an empty field with a sentence that says what to fill in."""
    return InputRequired(message)


def at_most(characters: int) -> Length:
    """Refuse a text of more than `characters` characters."""
    return Length(max=characters, message=lazy_gettext("Make this shorter: at most %(max)d characters."))


def one_line(form: FlaskForm, field: Field) -> None:
    """Refuse control characters: a name, code or line holds none."""
    if any(not character.isprintable() for character in field.data or ""):
        raise ValidationError(lazy_gettext("Use letters, digits and ordinary signs only."))


def trimmed(text: str | None) -> str:
    """Return a text without spaces around it and with single spaces inside: a WTForms filter."""
    return " ".join((text or "").split())


def _is_free_text(field: Field) -> bool:
    texts = isinstance(field, StringField | TextAreaField)
    return texts and not isinstance(field, PasswordField | TelField)  # TRUST.md, N2: these two and no other
