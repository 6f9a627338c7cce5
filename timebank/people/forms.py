"""The forms of persons and their ways in."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TelField,
)
from wtforms.validators import Length, Optional, ValidationError

from timebank.core.forms import BaseForm, at_most, filled, one_line, trimmed
from timebank.people import rules

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"(\+|0)[0-9 ()./-]{7,}")
MARK_NAMES = (
    _l("Circle"),
    _l("Square"),
    _l("Triangle"),
    _l("Diamond"),
    _l("Star"),
    _l("Heart"),
    _l("Plus"),
    _l("Moon"),
)


def person_name() -> StringField:
    """Return the field for a name, as somebody wants to be called."""
    return StringField(
        _l("What is your name?"),
        description=_l("As you want to be called. A first name is enough."),
        filters=[trimmed],
        validators=[filled(_l("Fill in what you want to be called.")), at_most(rules.NAME_AT_MOST), one_line],
    )


def new_password() -> PasswordField:
    """Return the field for a new password."""
    return PasswordField(
        _l("Choose a password"),
        description=_l("At least 10 characters. Three or four words in a row are easy to remember."),
        validators=[
            filled(_l("Choose a password.")),
            Length(min=rules.PASSWORD_AT_LEAST, message=_l("Make it longer: at least %(min)d characters.")),
            at_most(rules.PASSWORD_AT_MOST),
            _not_too_easy,
        ],
    )


def _not_too_easy(_form: BaseForm, field: Any) -> None:
    if rules.is_too_easy(field.data or ""):
        raise ValidationError(_l("This password is easy to guess. Choose another one."))


def _identifier() -> StringField:
    return StringField(
        _l("Your sign-in name"),
        description=_l("Or your e-mail address or phone number."),
        filters=[trimmed],
        validators=[filled(_l("Fill in your sign-in name.")), at_most(rules.EMAIL_AT_MOST), one_line],
    )


def _code(label: Any, missing: Any, description: Any = "") -> StringField:
    return StringField(
        label,
        description=description,
        filters=[trimmed],
        validators=[filled(missing), at_most(rules.CODE_AT_MOST), one_line],
    )


class SignInForm(BaseForm):
    """Who are you?"""

    identifier = _identifier()
    password = PasswordField(
        _l("Your password"), validators=[filled(_l("Fill in your password.")), at_most(rules.PASSWORD_AT_MOST)]
    )
    own_device = BooleanField(
        _l("This is my own phone or computer"),
        description=_l("Then you stay signed in for 30 days. Never tick this on a computer of somebody else."),
    )


class CodeForm(BaseForm):
    """The second factor."""

    code = _code(_l("Code from your app"), _l("Fill in the code from your app."), _l("Six digits."))


class WelcomeForm(BaseForm):
    """A member of staff chooses a password and proves the second factor."""

    password = new_password()
    code = _code(_l("Code from your app"), _l("Fill in the code from your app."), _l("Six digits."))


class ClaimForm(BaseForm):
    """A neighbour from an imported history takes their place."""

    code = _code(
        _l("Your code"),
        _l("Fill in the code that you were given."),
        _l("You got it from the people of your time bank."),
    )
    name = person_name()
    password = new_password()


class RecoverForm(BaseForm):
    """A new password with the recovery code."""

    identifier = _identifier()
    recovery_code = _code(
        _l("Your recovery code"),
        _l("Fill in your recovery code."),
        _l("It stands on the paper that you got when you joined."),
    )
    password = new_password()


class FinishResetForm(BaseForm):
    """A new password with the code of two stewards."""

    code = _code(_l("The code of your stewards"), _l("Fill in the code that your stewards gave you."))
    password = new_password()


class StartResetForm(BaseForm):
    """A steward helps a neighbour who stands before them."""

    who = _code(
        _l("Buurcode or sign-in name"),
        _l("Fill in the buurcode or the whole sign-in name."),
        _l("Let your neighbour type it."),
    )


class DetailsForm(BaseForm):
    """What somebody says of themselves."""

    name = person_name()
    own_line = StringField(
        _l("A line of your own"),
        description=_l("Is there another with your name? Then people know you by this. For example: of the bicycles."),
        filters=[trimmed],
        validators=[at_most(rules.OWN_LINE_AT_MOST), one_line],
    )
    mark = RadioField(
        _l("Your mark"),
        choices=[SelectChoice(str(number), name) for number, name in enumerate(MARK_NAMES, start=1)],
        validators=[filled(_l("Choose a mark."))],
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("You do not need one. You can sign in with it, and we can mail you what is new."),
        filters=[trimmed],
        validators=[Optional(), at_most(rules.EMAIL_AT_MOST), one_line],
    )
    phone = TelField(
        _l("Phone number"),
        description=_l("You do not need one. You can sign in with it. Nobody else sees it."),
        filters=[trimmed],
        validators=[Optional(), at_most(rules.PHONE_AT_MOST), one_line],
    )
    is_findable = BooleanField(
        _l("Neighbours can find me by name or buurcode"),
        description=_l("Without this, nobody can write down new hours with you. You still can with them."),
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what is no e-mail address."""
        if not EMAIL.fullmatch(field.data):
            raise ValidationError(_l("Fill in an e-mail address, such as anna@example.nl."))

    def validate_phone(self, field: Any) -> None:
        """Refuse what is no phone number with its 0 or +: nine bare digits may be a BSN."""
        if not PHONE.fullmatch(field.data):
            raise ValidationError(_l("Fill in a phone number, such as 06 12345678."))

    def details(self) -> dict[str, Any]:
        """Return what was filled in, for `service.change_details`."""
        return {
            "name": self.name.data,
            "own_line": self.own_line.data,
            "mark": int(self.mark.data),
            "email": self.email.data,
            "phone": self.phone.data,
            "is_findable": self.is_findable.data,
        }


class PasswordForm(BaseForm):
    """Another password."""

    password = PasswordField(
        _l("Your password of now"),
        validators=[filled(_l("Fill in your password of now.")), at_most(rules.PASSWORD_AT_MOST)],
    )
    next_password = new_password()


class LeaveForm(BaseForm):
    """Stop, and erase my data."""

    password = PasswordField(
        _l("Your password"), validators=[filled(_l("Fill in your password.")), at_most(rules.PASSWORD_AT_MOST)]
    )


class SilenceForm(BaseForm):
    """Of whom somebody wants to hear no more: by buurcode, or by `public_id` from a page about something together."""

    buurcode = StringField(
        _l("Buurcode"),
        filters=[trimmed],
        validators=[at_most(rules.CODE_AT_MOST), one_line],
    )
    public_id = HiddenField(validators=[Length(max=64)])

    def validate_buurcode(self, field: Any) -> None:
        """Ask for a code where the page named nobody."""
        if not field.data and not self.public_id.data:
            raise ValidationError(_l("Fill in the buurcode."))
