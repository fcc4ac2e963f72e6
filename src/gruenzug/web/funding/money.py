"""Money: exact cents, rounded half up, written as a reader of the active language writes it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gruenzug.web.core.formats import MINUS, NO_BREAK, number

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal | Fraction | int) -> Decimal:
    """Return `amount` rounded half up to whole cents.

    >>> cents(Fraction(1, 3) * 100), cents(Decimal("0.005"))
    (Decimal('33.33'), Decimal('0.01'))
    """
    if isinstance(amount, Fraction):
        doubled = 2 * abs(amount) * 100
        whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
        rounded = Decimal(whole).scaleb(-2)
        return -rounded if amount < 0 else rounded
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def share_of(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return ``amount * part / whole`` in cents; 0 where there is no whole.

    >>> share_of(Decimal("100"), Decimal("1"), Decimal("3"))
    Decimal('33.33')
    """
    return cents(Fraction(amount) * Fraction(part) / Fraction(whole)) if whole else ZERO


def euro(amount: Decimal | int | None, *, whole: bool = False, language: str | None = None) -> str:
    r"""Return `amount` with its cents; with `whole` no cents where there are none.

    >>> euro(Decimal("1234.5"), language="de"), euro(Decimal("200000"), whole=True, language="de")
    ('1.234,50\xa0€', '200.000\xa0€')
    """
    if amount is None:
        return "–"
    exact = cents(Decimal(amount))
    digits = 0 if whole and exact == exact.to_integral_value() else 2
    written = _exact(abs(exact), digits, language)
    return f"{MINUS if exact < 0 else ''}{written}{NO_BREAK}€"


def percent(value: Decimal | int, language: str | None = None) -> str:
    r"""Return per cent without needless decimals.

    >>> percent(Decimal("80.00"), "de"), percent(Decimal("33.3"), "de")
    ('80\xa0%', '33,3\xa0%')
    """
    plain = Decimal(value).normalize()
    digits = max(-plain.as_tuple().exponent, 0)
    return f"{_exact(plain, digits, language)}{NO_BREAK}%"


def _exact(amount: Decimal, digits: int, language: str | None) -> str:
    """Return a number that is not negative, without the detour over floats."""
    whole, _point, rest = f"{amount:.{digits}f}".partition(".")
    grouped = number(int(whole), 0, language)
    comma = number(0.5, 1, language)[1]
    return f"{grouped}{comma}{rest}" if rest else grouped
