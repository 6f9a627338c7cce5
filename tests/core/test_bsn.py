"""The 11-proef guard: every bare BSN is found, and what people really type passes."""

import pytest

from timebank.core.bsn import find_bsn, passes_eleven_test

VALID = ("123456782", "111222333", "010000008")


@pytest.mark.parametrize("number", VALID)
def test_a_valid_number_passes_the_eleven_test_and_its_neighbours_do_not(number):
    assert passes_eleven_test(number)
    assert not passes_eleven_test(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_nine_zeros_are_no_bsn():
    assert not passes_eleven_test("000000000")


@pytest.mark.parametrize(
    "text",
    [
        "123456782",
        "Mijn bsn is 123456782.",
        "bsn:123456782",
        "(123456782)",
        "1234.56.782",
        "1234-56-782",
        "123.456.782",
        "123-456-782",
        "1234 56 782",
        "123 456 782",
        "12 345 6782",
        "１２３４５６７８２",
        "wim 123456782 en ria",
        "123456782@example.nl",
        "06 123456782",
        "111222333 123456789",
        "123456789 111222333",
        "a\n123456782\nb",
    ],
)
def test_a_bsn_is_found_however_it_is_written(text):
    assert find_bsn(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123456789",
        "12345678",
        "1234567820",
        "0612345678",
        "06 12345678",
        "06-12345678",
        "06 12 34 56 78",
        "+31 612345678",
        "+31612345678",
        "+31 123456782",
        "0031 123456782",
        "+31(0)123456782",
        "+31 (0)123456782",
        "NL91 ABNA 0417 1643 00",
        "NL91ABNA0417164300",
        "NL91ABNA0123456782",
        "21-11-2026",
        "2026-11-22 14:05",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "123456782-7dec-11d0-a765-00a0c91e6bf6",
        "2 uur, 30 minuten",
        "k7m4-x2pq",
        "1012 AB 123",
        "€ 12.345.678",
    ],
)
def test_what_is_no_bsn_passes(text):
    assert find_bsn(text) is None
