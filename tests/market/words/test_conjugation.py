"""Regular forms of verbs, and that every verb of the list shares one stem with them."""

import pytest

from timebank.market.words.conjugation import conjugated
from timebank.market.words.lists import read_lists
from timebank.market.words.stems import stem


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("fietsen", "fietst gefietst"),
        ("passen", "past gepast"),
        ("reizen", "reist gereisd"),
        ("verven", "verft geverfd"),
        ("zagen", "zaagt gezaagd"),
        ("luisteren", "luistert geluisterd"),
        ("installeren", "installeert geinstalleerd"),
        ("planten", "plant geplant"),
        ("maaien", "maait gemaaid"),
    ],
)
def test_a_verb_has_its_forms(infinitive, forms):
    assert conjugated(infinitive) == tuple(forms.split())


def test_every_verb_shares_its_stem_with_its_forms():
    verbs = read_lists("forms.txt")[-1]
    assert len(verbs) > 100
    assert not [verb for verb in verbs for form in conjugated(verb) if stem(form) != stem(verb)]
