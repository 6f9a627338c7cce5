"""The forms of this room: `exchanging` (what was done), `groups`, `notes` (what somebody writes down alone)."""

from timebank.exchange.forms.exchanging import (
    USUAL_MINUTES,
    CorrectionForm,
    FilterForm,
    HowLongForm,
    OtherMinutesForm,
    WhoForm,
)

__all__ = [
    "USUAL_MINUTES",
    "CorrectionForm",
    "FilterForm",
    "HowLongForm",
    "OtherMinutesForm",
    "WhoForm",
]
