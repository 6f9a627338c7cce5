"""Every pair of colours that the table in tokens.css declares can be read by people who see little, light and dark."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "timebank" / "core" / "static"
TOKENS = (STATIC / "tokens.css").read_text()
DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
SIZE_BUDGET_BYTES = 22 * 1024


def _values(css: str) -> dict[str, str]:
    return dict(re.findall(r"--tb-([\w-]+):\s*([^;}]+?)\s*[;}]", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def schemes(css: str) -> dict[str, dict[str, str]]:
    """Return the values of all tokens by colour scheme."""
    dark = DARK.search(css)
    light = _values(DARK.sub("", css))
    return {"light": light, "dark": light | _values(dark.group(1) if dark else "")}


def pairs(css: str) -> list[tuple[str, str, float]]:
    """Return text token, ground token and least ratio of each declared pair."""
    found = []
    for ground, rest in re.findall(r"^@ ([\w-]+) \|(.*?)(?:\*/)?$", css, re.MULTILINE):
        for group in rest.split("|"):
            least, *texts = group.split()
            found += [(f"{text}-color", f"{ground}-background-color", float(least)) for text in texts]
    return found


def colour(values: dict[str, str], token: str) -> tuple[float, float, float]:
    """Return red, green and blue (0 to 1) of a token, through any `var()`."""
    value = values[token]
    if inner := re.fullmatch(r"var\(--tb-([\w-]+)\)", value):
        return colour(values, inner.group(1))
    digits = value.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def too_faint(css: str) -> list[str]:
    """Name each declared pair that stays under its least ratio, per scheme."""
    return [
        f"{scheme}: {text} on {ground} is {ratio(colour(values, text), colour(values, ground)):.2f}, least {least}"
        for scheme, values in schemes(css).items()
        for text, ground, least in pairs(css)
        if ratio(colour(values, text), colour(values, ground)) < least
    ]


def test_every_declared_pair_has_enough_contrast_in_light_and_dark() -> None:
    assert len(pairs(TOKENS)) > 40
    assert too_faint(TOKENS) == []


def test_a_pale_text_planted_in_the_dark_scheme_is_named() -> None:
    planted = TOKENS.replace("--tb-soft: #b7c3bc", "--tb-soft: #56625c")

    faint = too_faint(planted)

    assert planted != TOKENS
    assert any(line.startswith("dark: page-soft-color on page-background-color is ") for line in faint)
    assert not any(line.startswith("light") for line in faint)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#fff", "#000", 21.0), ("#777", "#ffffff", 4.48), ("#0b5f58", "#0b5f58", 1.0)]
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    values = {"one": one, "other": other}

    assert ratio(colour(values, "one"), colour(values, "other")) == pytest.approx(expected, abs=0.01)


def test_every_token_that_a_style_uses_exists_and_every_token_is_used() -> None:
    styles = "".join(path.read_text() for path in STATIC.glob("*.css"))
    used = set(re.findall(r"var\(--tb-([\w-]+)\)", styles))

    assert used == set(schemes(TOKENS)["light"])


def test_no_style_beside_the_tokens_and_print_names_a_colour() -> None:
    for name in ("base.css", "components.css"):
        assert re.findall(r"#[0-9a-f]{3,8}\b", (STATIC / name).read_text().replace("background: #fff", "")) == [], name


def test_the_styles_together_stay_within_their_budget() -> None:
    assert sum(path.stat().st_size for path in STATIC.glob("*.css")) <= SIZE_BUDGET_BYTES
