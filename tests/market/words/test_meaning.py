"""What a text means is kept as names of errands, compares without the extra, and is never asked of the network."""

import os
import socket

import pytest

from timebank.market.words import meaning
from timebank.market.words.errands import table

needs_the_extra = pytest.mark.skipif(
    not meaning.is_available() and "CI" not in os.environ, reason="the extra has no wheel for this machine"
)
DOG = b"hond=700\nwandelen=300"


@pytest.fixture
def no_network(monkeypatch):
    """Fail at any connection."""

    def refuse(*_: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@needs_the_extra
def test_a_vector_names_the_errands_that_are_meant(no_network):
    vector = meaning.vector_of("Mijn trouwe viervoeter moet nodig naar buiten")
    assert vector is not None and len(vector) < 400
    names = [line.partition(b"=")[0].decode() for line in vector.splitlines()]
    assert "hond" in names and set(names) <= {errand.name for errand in table().errands}


@needs_the_extra
def test_texts_that_mean_the_same_are_more_alike():
    dog, walk, tax = meaning.vectors_of(["hond uitlaten", "een blokje om met de viervoeter", "belastingaangifte doen"])
    assert meaning.similarity(dog, walk) > 0.5 > meaning.similarity(dog, tax)
    assert meaning.similarity(dog, dog) == pytest.approx(1)


@needs_the_extra
@pytest.mark.parametrize("text", ["\x00", "  ", "\ud800", ""])
def test_nothing_means_nothing(text):
    assert meaning.vector_of(text) is None


@needs_the_extra
def test_a_very_long_text_is_cut_off():
    assert meaning.vector_of("tuin " * 50_000) == meaning.vector_of("tuin " * 120)


@needs_the_extra
def test_many_at_once_are_the_same_as_one_by_one():
    texts = ["gras maaien", "", "pianoles"]
    assert meaning.vectors_of(texts) == [meaning.vector_of(text) for text in texts]


def test_without_the_extra_there_is_no_vector_and_nothing_breaks(monkeypatch):
    monkeypatch.setattr(meaning, "is_available", lambda: False)
    assert meaning.vectors_of(["gras maaien", ""]) == [None, None]
    assert meaning.similarity(DOG, DOG) == pytest.approx(1)


def test_a_line_that_is_gone_from_the_table_is_left_out():
    assert meaning.read(b"hond=700\nsteam engines=300") == meaning.read(b"hond=700")
    assert meaning.similarity(b"steam engines=1000", DOG) == 0
    assert meaning.read(b"") == {}
