"""The funding finder in a real browser: wide and narrow, by night, by keyboard, without JavaScript."""

from __future__ import annotations

import pytest

PAGES = [
    "/de/foerderung/",
    "/de/foerderung/?q=atlantis",
    "/de/foerderung/kfw-444/",
    "/de/foerderung/gruene-infrastruktur-richtlinien-nrw/",
    "/de/foerderung/pruefen/",
    "/de/foerderung/pruefen/?measures=green-roof&total_cost=12.000&applicant=private",
    "/de/foerderung/zuwendungen/",
    "/de/foerderung/zuwendungen/gruene-lueckenschluesse-2020/",
    "/en/funding/",
]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, address):
    assert flaws(visit(address)) == []


def test_by_night(visit, axe):
    assert axe(visit("/de/foerderung/pruefen/?measures=park&total_cost=240.000", color_scheme="dark")) == []


def test_a_plan_is_held_against_the_programmes_by_keyboard_without_javascript(visit):
    page = visit("/de/foerderung/pruefen/", java_script_enabled=False)
    page.get_by_label("Dachbegrünung").focus()
    page.keyboard.press("Space")
    page.get_by_label("Wer stellt den Antrag?").select_option(label="Privatperson oder Hauseigentümer")
    page.get_by_label("Gesamtkosten in Euro").focus()
    page.keyboard.type("12.000,50")
    page.keyboard.press("Enter")
    page.wait_for_url("**total_cost=**")
    told = page.inner_text("main")
    assert "Eine Lesehilfe, keine Zusage" in told
    assert "passt nicht" in told
    assert page.get_by_label("Dachbegrünung").is_checked(), "what was answered stays"
    assert page.get_by_label("Gesamtkosten in Euro").input_value() in {"12.000,50", "12000,50"}
