"""How much two neighbours can write to each other, and how long it is kept. No database, no clock."""

from datetime import timedelta

WORDS_AT_MOST = 1000
MESSAGES_A_DAY = 100
CONVERSATIONS_A_DAY = 20
"""How many listings somebody can answer on one day."""

MESSAGES_ON_A_PAGE = 20
CONVERSATIONS_ON_A_PAGE = 20
OFFERED_AT_MOST = 50
"""How many messages stand on one page to choose from."""

PICKED_AT_MOST = 20
"""How many messages somebody can add when something is not fine."""

KEPT = timedelta(days=365)
"""How long what was said is kept."""
