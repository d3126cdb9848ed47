"""Amounts as people write them, and as rows hold them: whole minor units of a currency, as many as it has.

A pound has a hundred pence, a yen is not divided, a Kuwaiti dinar has a thousand fils.
"""

import re
from decimal import Decimal

from babel.numbers import get_currency_precision

_AROUND = re.compile(r"[\s_£$€¥₹]|^\s*[A-Z]{3}|[A-Z]{3}\s*$")
_AMOUNT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?")
_DOTTED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS = re.compile(r"(\d{1,4})(?:\.(\d))?k", re.IGNORECASE)


class NotAnAmount(ValueError):
    """The words are no amount, or could be two. Says what to write instead."""


def minor_digits(currency: str) -> int:
    """How many decimals a currency has; two for one that is not known."""
    return get_currency_precision(currency)


def to_minor(amount: Decimal | int, currency: str) -> int:
    """Major units in minor ones, rounded half to even where there are more decimals than the currency has."""
    return int(Decimal(amount).scaleb(minor_digits(currency)).to_integral_value())


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units in major ones, exactly."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def shown_digits(minor: int, currency: str) -> int:
    """The decimals to show: those of the currency, or none where the amount is whole."""
    digits = minor_digits(currency)
    return digits if minor % 10**digits else 0


def read_amount(said: str, currency: str) -> Decimal:
    """“46,000”, “£46,000.50” or “46000 GBP” in major units; commas group, a dot begins the decimals.

    Raises ``NotAnAmount``, also for “46k”, and for “46.000”, which is a thousand times more where dots group: only
    a currency with three decimals is read so.
    """
    text = _AROUND.sub("", said)
    decimals = text.count(".") == 1 and minor_digits(currency) == 3
    if _DOTTED.fullmatch(text) and not decimals:
        meant = text.partition(",")[0].replace(".", ",")
        raise NotAnAmount(f"Write thousands with a comma or without anything: {meant}.")
    if shortened := _THOUSANDS.fullmatch(text):
        whole = int(shortened[1]) * 1000 + int(shortened[2] or 0) * 100
        raise NotAnAmount(f"Write the amount in full: {whole:,}.")
    if not _AMOUNT.fullmatch(text):
        raise NotAnAmount("Write an amount in figures, such as 46,000.")
    return Decimal(text.replace(",", ""))
