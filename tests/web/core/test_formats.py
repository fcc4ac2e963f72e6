import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruenzug.contract.indicators import UNITS
from gruenzug.web.core import formats

NBSP = "\u00a0"


def test_german_and_english_write_the_same_number_each_in_its_way():
    assert formats.number(1234567.5, 1, "de") == "1.234.567,5"
    assert formats.number(1234567.5, 1, "en") == "1,234,567.5"
    assert formats.number(1234567.5, 1, "de-simple") == "1.234.567,5"


def test_a_unit_never_parts_from_its_number():
    assert formats.measure(12.44, "percent", language="de") == f"12,4{NBSP}%"
    assert formats.measure(12.44, "percent", language="en") == "12.4%"
    assert formats.measure(3.5, "ha_per_1000", language="de") == f"3,50{NBSP}ha"


@pytest.mark.parametrize("unit", formats.UNITS)
@pytest.mark.parametrize("absent", [None, math.nan])
def test_an_absent_value_is_a_dash_without_unit_and_never_zero(unit, absent):
    assert formats.measure(absent, unit) == "–"


def test_a_negative_number_has_a_real_minus_and_a_tiny_one_has_none():
    assert formats.number(-3.5, 1, "de") == "−3,5"
    assert formats.number(-0.04, 1, "de") == "0,0"


def test_every_unit_of_the_contract_can_be_written():
    assert set(UNITS) <= set(formats.UNITS)


@given(value=st.floats(-1e9, 1e9), digits=st.integers(0, 3))
def test_reading_a_number_back_gives_what_was_rounded(value, digits):
    written = formats.number(value, digits, "de")
    read = float(written.replace(".", "").replace(",", ".").replace("−", "-"))
    assert read == pytest.approx(round(value, digits), abs=10**-digits / 2)


def test_an_area_is_told_in_the_unit_of_its_size():
    told = [formats.area(m2, "de") for m2 in (800, 25_000, 51_000_000, 4_435_000_000, None)]
    assert told == [f"800{NBSP}m²", f"2,5{NBSP}ha", f"51,0{NBSP}km²", f"4.435{NBSP}km²", "–"]
