"""Proposes sign-in names that people can read aloud and remember: `anna-fiets-boom`."""

import re
import secrets

from timebank.people.rules import name_key

EASY_WORDS = """
appel bakker beer berg bloem boek boom boot boter brood brug bus dak deur dorp draak druif duif eend egel ezel
fiets fluit gans geit gitaar glas gras haan haas hamer hand hek hert hond huis jas kaas kaars kado kamer kast kat
kers keuken kikker kip klok knoop koe koek koffie konijn kraan krant kroon lamp leeuw lepel maan maat mand markt
melk merel mier molen mos muis muts muur neus noot oven paard pad pan park peer pen plant plein poort pop raam
regen ring rivier roos schaap schip schoen ster stoel storm straat strand tafel tak tas thee toren touw tram trap
trein trui tuin uil veer vis vlag vlinder vogel vos water weg wei wiel wind wol wolk zee zeep zon zwaan
"""
WORDS = tuple(EASY_WORDS.split())
FIRST_NAME_AT_MOST = 12
NOBODYS_NAME = "buur"


def propose(name: str) -> str:
    """Return a random sign-in name for somebody called `name`: the first name and two easy words."""
    letters = re.sub(r"[^a-z0-9]", "", name_key(name).partition(" ")[0])
    first_name = letters[:FIRST_NAME_AT_MOST] or NOBODYS_NAME
    return "-".join((first_name, secrets.choice(WORDS), secrets.choice(WORDS)))
