"""Amounts of money as whole numbers of the smallest unit, as Stripe counts them.

Which have no cents, and the least that may be charged: docs.stripe.com/currencies.
"""

import re
from decimal import Decimal

WITHOUT_CENTS = {"CLP", "JPY", "KRW", "RWF", "VND", "XAF", "XOF"}
# Of the others Stripe says the least only when it is asked for the payment.
LEAST = {
    "AED": 200,
    "AUD": 50,
    "BRL": 50,
    "CAD": 50,
    "CHF": 50,
    "CZK": 1500,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "HKD": 400,
    "INR": 50,
    "JPY": 50,
    "MXN": 1000,
    "MYR": 200,
    "NOK": 300,
    "NZD": 50,
    "PLN": 200,
    "RON": 200,
    "SEK": 300,
    "SGD": 50,
    "THB": 1000,
    "USD": 50,
}
CURRENCIES = sorted(
    {*LEAST, *WITHOUT_CENTS, "COP", "ETB", "GHS", "KES", "MAD", "NGN", "PHP", "TZS", "UAH", "ZAR"}
)
MOST = 99_999_999  # what Stripe takes at once
# What Stripe needs to know to open an account for a transfer, by currency.
TRANSFERS: dict[str, dict[str, object]] = {
    "EUR": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "IE"}},
    "GBP": {"type": "gb_bank_transfer"},
    "JPY": {"type": "jp_bank_transfer"},
    "MXN": {"type": "mx_bank_transfer"},
    "USD": {"type": "us_bank_transfer"},
}


# Digits, perhaps in groups of thousands; more than the limits need is refused by them, in words.
AN_AMOUNT = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]+)?", re.ASCII)


class NotAnAmount(ValueError):
    """What was written is no amount of that currency."""


def digits(currency: str) -> int:
    return 0 if currency in WITHOUT_CENTS else 2


def written(amount: int, currency: str) -> str:
    """For people: ``1234500`` as ``EUR 12,345.00``, the same in every language."""
    places = digits(currency)
    return f"{currency} {Decimal(amount).scaleb(-places):,.{places}f}"


def read(text: str, currency: str) -> int:
    """``1,249.00`` as 124900; raises NotAnAmount for all that could be meant in two ways.

    A comma stands before three digits only: who writes ``49,00`` means forty-nine.
    """
    if not AN_AMOUNT.fullmatch(text.strip()):
        raise NotAnAmount(text)
    amount = Decimal(text.replace(",", "")).scaleb(digits(currency))
    if amount != amount.to_integral_value():
        raise NotAnAmount(text)
    return int(amount)
