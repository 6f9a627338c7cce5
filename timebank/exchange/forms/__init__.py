"""The forms of this room: `exchanging` (what was done), `talking`, `agreeing`, `groups`, `notes` (of one's own),
`parties` (of an organisation)."""

from timebank.exchange.forms.agreeing import AppointmentForm, ChangeForm, GiversForm, HappenedForm
from timebank.exchange.forms.exchanging import (
    USUAL_MINUTES,
    CorrectionForm,
    DraftForm,
    FilterForm,
    HowLongForm,
    OtherMinutesForm,
    PaperForm,
    WhoForm,
)
from timebank.exchange.forms.parties import OrganisationDidForm, OwnCorrectionForm, StadHelpForm
from timebank.exchange.forms.talking import MessageForm, TalkConcernForm

__all__ = [
    "USUAL_MINUTES",
    "AppointmentForm",
    "ChangeForm",
    "CorrectionForm",
    "DraftForm",
    "FilterForm",
    "GiversForm",
    "HappenedForm",
    "HowLongForm",
    "MessageForm",
    "OrganisationDidForm",
    "OtherMinutesForm",
    "OwnCorrectionForm",
    "PaperForm",
    "StadHelpForm",
    "TalkConcernForm",
    "WhoForm",
]
