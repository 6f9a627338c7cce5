"""What the codes of the market are called on the screen."""

from flask_babel import lazy_gettext as _l

DAY_PARTS = {
    "morning": _l("in the morning"),
    "afternoon": _l("in the afternoon"),
    "evening": _l("in the evening"),
    "weekend": _l("at the weekend"),
}
MINUTES = {
    "15": _l("15 minutes"),
    "30": _l("half an hour"),
    "60": _l("1 hour"),
    "120": _l("2 hours"),
    "240": _l("half a day"),
}
LANGUAGES = {
    "nl": "Nederlands",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
    "uk": "Українська",
    "ti": "ትግርኛ",
    "so": "Soomaali",
    "fa": "فارسی",
}
"""Languages by their own names: whoever speaks one knows it."""

REACHES = {
    "wijk": _l("Neighbours of my wijk"),
    "near": _l("Also neighbours of the wijken near us"),
    "nobody": _l("Nobody, only me"),
}
NEED_KINDS = {
    "ov_card": _l("A bus or train card"),
    "material": _l("Tools or material"),
    "key": _l("A key or a room"),
    "insurance": _l("Insurance"),
    "information": _l("Information or a short course"),
    "child_care": _l("Somebody who minds my children"),
    "interpreter": _l("Somebody who translates"),
    "guidance": _l("Somebody who comes along at first"),
    "other": _l("Something else"),
}
NEED_REACHES = {
    "workers": _l("The workers and stewards of my wijk"),
    "wijk": _l("The neighbours of my wijk too"),
    "nobody": _l("Nobody, only me"),
}
NEED_STATES = {
    "open": _l("waits for somebody"),
    "promised": _l("promised"),
    "arranged": _l("arranged"),
}
PROPOSALS = {
    "hide_listing": _l("Hide what was written"),
    "rest_reporting": _l("Let this neighbour write nothing down for 90 days"),
}
"""What stewards can do together, as they say it among themselves."""

MEASURES = {
    "hide_listing": _l("What you wrote was hidden"),
    "rest_reporting": _l("You cannot write down hours for a while"),
}
"""The same, as it is said to the person it is about."""
