"""The colours of the tokens, measured as WCAG 2.2 does; each by day and by night."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from gruenzug.web import core

TOKENS = Path(core.__file__).parent / "frontend/css/tokens.css"
THEMES = ("day", "night")
LEITTHEMEN = ("lebenswert", "klimaangepasst", "artenreich", "klimagerecht", "zirkulaer")
GROUNDS = ("paper", "surface", "sunken")
TEXT, MEANING = 4.5, 3.0
# What a red-green blind eye sees, as linear mixes of red, green and blue (Viénot, Brettel & Mollon 1999)
EYES = {
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def colours(theme: str) -> dict[str, str]:
    """Return every colour token as #rrggbb."""
    found = {}
    for name, value in re.findall(r"--([a-z0-9-]+):\s*([^;]+);", TOKENS.read_text()):
        hexes = re.findall(r"#[0-9a-f]{6}", value)
        if hexes:
            found[name] = hexes[-1 if theme == "night" else 0]
    return found


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def luminance(rgb: tuple[float, ...]) -> float:
    return sum(weight * max(part, 0) for weight, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(luminance(linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, eye: str) -> tuple[float, ...]:
    rgb = linear(colour)
    return tuple(sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in EYES[eye])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["ink", "ink-soft", "link", "brand", "good", "warning"])
def test_text_can_be_read(theme, ground, text):
    tokens = colours(theme)
    assert contrast(tokens[text], tokens[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("leitthema", LEITTHEMEN)
def test_a_leitthema_can_be_read_as_text_and_as_ground(theme, leitthema):
    tokens = colours(theme)
    assert all(contrast(tokens[leitthema], tokens[ground]) >= TEXT for ground in ("paper", "surface"))


@pytest.mark.parametrize("theme", THEMES)
def test_the_model_banner_can_be_read(theme):
    tokens = colours(theme)
    assert contrast(tokens["warning-ink"], tokens["warning-ground"]) >= 7


@pytest.mark.parametrize("text", ["ink", "ink-soft", "link", "leaf", "brand"])
def test_the_dark_cover_can_be_read_at_any_time(text):
    night = colours("night")
    assert contrast(night[text], night["cover"]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", ["rule-control", "focus", "brand", "ink"])
def test_controls_bars_and_focus_stand_out(theme, ground, mark):
    tokens = colours(theme)
    assert contrast(tokens[mark], tokens[ground]) >= MEANING


@pytest.mark.parametrize("theme", THEMES)
def test_a_bar_stands_out_from_its_track(theme):
    tokens = colours(theme)
    for bar in ("brand", "rule-control", "ink", *LEITTHEMEN):
        assert contrast(tokens[bar], tokens["sunken"]) >= MEANING, bar


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("ramp", ["up", "down"])
def test_ramps_go_one_way_for_every_eye(theme, eye, ramp):
    tokens = colours(theme)
    steps = [luminance(seen(tokens[f"{ramp}-{k}"], eye)) for k in range(1, 6)]
    ratios = [(max(pair) + 0.05) / (min(pair) + 0.05) for pair in pairwise(steps)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert min(ratios) >= 1.3


@pytest.mark.parametrize("theme", THEMES)
def test_the_ends_of_a_ramp_are_far_apart(theme):
    tokens = colours(theme)
    for ramp in ("up", "down"):
        assert contrast(tokens[f"{ramp}-1"], tokens[f"{ramp}-5"]) >= MEANING


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", ["protan", "deutan"])
def test_the_two_sides_of_a_diverging_ramp_differ_without_red_and_green(theme, eye):
    tokens = colours(theme)
    for left, right in (("div-1", "div-5"), ("div-2", "div-4")):
        one, other = seen(tokens[left], eye), seen(tokens[right], eye)
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) >= 0.08


@pytest.mark.parametrize("theme", THEMES)
def test_the_chosen_place_is_outlined_against_every_class(theme):
    tokens = colours(theme)
    outline, border = tokens["map-outline"], tokens["map-border"]
    for step in range(1, 6):
        for ramp in ("up", "down"):
            fill = tokens[f"{ramp}-{step}"]
            assert max(contrast(outline, fill), contrast(border, fill)) >= MEANING


@pytest.mark.parametrize("theme", THEMES)
def test_names_on_the_map_can_be_read_through_their_halo(theme):
    tokens = colours(theme)
    assert contrast(tokens["map-label"], tokens["map-halo"]) >= 7
