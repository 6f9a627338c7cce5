"""Guesses the kind of help from what somebody wrote beside it. A guess only: what says nothing is "other"."""

import re
from functools import lru_cache

OTHER = "other"

WORDS = {
    "transport": "ziekenhuis|station|rit|vervoer|lift|meegaan|meegegaan|gereden|rijden|transport|drive|ride",
    "shopping": "boodschap|winkel|medicijn|apotheek|shopping|groceries",
    "cooking": "gekookt|koken|maaltijd|soep|eten|gebakken|bakken|taart|cook|meal|baking",
    "repairs": "klus|fiets|lamp|kraan|geverfd|verven|schilder|timmer|reparatie|gerepareerd|repareren|kast|boren|"
    "repair|paint|bike",
    "garden": "tuin|heg|gras|gesnoeid|snoeien|planten|onkruid|garden|plants",
    "energy": "energie|tochtstrip|isol|radiator|energy",
    "animals": "hond|kat|katten|poes|dieren|huisdier|uitgelaten|dog|cat|pets",
    "computer": "computer|telefoon|laptop|printer|internet|digid|tablet|phone",
    "language": "brief|brieven|taal|nederlands|formulier|papier|vertaal|vertalen|administratie|letter|"
    "language|translat",
    "children": "kind|kinderen|oppas|opgepast|huiswerk|zwemles|school|child|babysit|homework",
    "sport": "sport|gym|fitness|zwemmen|yoga|hardlopen",
    "company": "koffie|gezelschap|bezoek|gewandeld|wandelen|wandeling|praten|spelletje|voorgelezen|coffee|company|walk",
    "activities": "buurthuis|activiteit|feest|vergadering|bestuur|opruimen|zwerfvuil|koor|community|meeting",
}
"""Beginnings of words, in Dutch and English, the first kind of which one fits counts."""

FITS = {kind: re.compile(rf"\b(?:{beginnings})", re.IGNORECASE) for kind, beginnings in WORDS.items()}


@lru_cache(maxsize=1024)
def guess(note: str) -> str:
    """Return the code of the kind of help that a note is about; "other" when no word says it."""
    return next((kind for kind, fits in FITS.items() if fits.search(note)), OTHER)
