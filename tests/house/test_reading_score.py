"""The Dutch can be read by who reads with difficulty: Flesch-Douma, 0 (hard) to 100 and more (easy)."""

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from statistics import median

from tests.house.catalogues import entries
from tests.house.sources import expect_none

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat takes its data from pkg_resources, which is on its way out
    import textstat

WORDS_AT_LEAST = 8
MEDIAN_AT_LEAST = 70
EACH_AT_LEAST = 50
PLACE = re.compile(r"%\((\w+)\)\d*[sd]")
FILLED = {"num": "3", "time": "2 uur", "minutes": "30 minuten", "given": "2 uur", "got": "2 uur", "day": "3 mei"}
"""What stands in the places of a sentence; a name where this says nothing."""


@cache
def score(sentence: str) -> float:
    """Return how easy a Dutch text is to read."""
    textstat.textstat.set_lang("nl_NL")
    return float(textstat.textstat.flesch_reading_ease(sentence))


def sentences() -> Iterator[str]:
    """Yield every Dutch text of WORDS_AT_LEAST words and more, with its places filled in."""
    for entry in entries():
        for form in entry.dutch:
            filled = PLACE.sub(lambda place: FILLED.get(place[1], "Anna"), form)
            if len(filled.split()) >= WORDS_AT_LEAST:
                yield filled


def too_hard(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text under EACH_AT_LEAST, with its score."""
    return (f"{score(text):.0f}: {text}" for text in texts if score(text) < EACH_AT_LEAST)


def test_no_sentence_is_hard_to_read():
    expect_none(sorted(too_hard(sentences())))


def test_half_of_the_sentences_are_easy_or_easier():
    assert median(map(score, sentences())) >= MEDIAN_AT_LEAST


def test_the_words_of_an_office_are_hard_to_read():
    office = (
        "Deelnemers dienen uitwisselingen binnen dertig kalenderdagen te accorderen via de deelnemersadministratie."
    )
    assert len(list(too_hard([office]))) == 1
    assert score("Klopt het? Zeg dan ja. Dan staat het bij jou en bij je buur.") > MEDIAN_AT_LEAST
