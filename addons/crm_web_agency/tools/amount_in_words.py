"""Sums of money written out in Ukrainian and English, as accounting documents want them."""

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

__all__ = ["amount_in_words"]

CENT = Decimal("0.01")

# currency -> (forms of the unit, forms of the hundredth part, gender of the unit).
# Ukrainian has three forms: 1 гривня, 2 гривні, 5 гривень.
UNITS_UK = {
    "UAH": (("гривня", "гривні", "гривень"), ("копійка", "копійки", "копійок"), "feminine"),
    "USD": (("долар США", "долари США", "доларів США"), ("цент", "центи", "центів"), "masculine"),
    "EUR": (("євро", "євро", "євро"), ("цент", "центи", "центів"), "masculine"),
}
# English has two: 1 hryvnia, 2 hryvnias.
UNITS_EN = {
    "UAH": (("hryvnia", "hryvnias"), ("kopiyka", "kopiykas")),
    "USD": (("US dollar", "US dollars"), ("cent", "cents")),
    "EUR": (("euro", "euros"), ("cent", "cents")),
}


def amount_in_words(amount, currency="UAH", lang="uk"):
    """Write a sum out: whole units in words, hundredths in two digits.

    Args:
        amount: Decimal, float or int, in units of the currency (not in kopiykas);
            rounded half up to hundredths. A float is read through its shortest
            decimal form, so that 0.1 + 0.2 is 0.30.
        currency: ISO code. UAH, USD and EUR are declined; another code is written as it
            is, with hundredths as a fraction ("Сто PLN 50/100").
        lang: "uk" or "en"; a locale such as "uk_UA" is accepted.

    Returns:
        str: e.g. "Дванадцять тисяч триста сорок п'ять гривень 67 копійок".

    Raises:
        ValueError: for another language, or an amount that is not a finite number.
    """
    number = Decimal(repr(float(amount)) if isinstance(amount, float) else amount)
    if not number.is_finite():
        raise ValueError(f"Not an amount of money: {amount!r}")
    number = number.quantize(CENT, rounding=ROUND_HALF_UP)
    whole, hundredths = divmod(int(abs(number) * 100), 100)
    writers = {"uk": _words_uk, "en": _words_en}
    writer = writers.get(lang.split("_")[0])
    if writer is None:
        raise ValueError(f"No words for language {lang!r}: uk or en")
    text = writer(whole, hundredths, currency)
    if number < 0:
        text = f"{'мінус' if writer is _words_uk else 'minus'} {text}"
    return text[0].upper() + text[1:]


def _words_uk(whole, hundredths, currency):
    units, parts, gender = UNITS_UK.get(currency, (None, None, "masculine"))
    words = num2words(whole, lang="uk", gender=gender)
    if units is None:
        return f"{words} {currency} {hundredths:02d}/100"
    return f"{words} {_form_uk(whole, units)} {hundredths:02d} {_form_uk(hundredths, parts)}"


def _form_uk(number, forms):
    """Pick the form of a noun after a number: 1, 21 / 2-4, 22 / 0, 5-20, 11-14."""
    if number % 100 in range(11, 15):
        return forms[2]
    return forms[{1: 0, 2: 1, 3: 1, 4: 1}.get(number % 10, 2)]


def _words_en(whole, hundredths, currency):
    # num2words writes British "and" and commas, which documents do without.
    words = num2words(whole, lang="en").replace(" and ", " ").replace(",", "")
    if currency not in UNITS_EN:
        return f"{words} {currency} {hundredths:02d}/100"
    units, parts = UNITS_EN[currency]
    return f"{words} {units[whole != 1]} {hundredths:02d} {parts[hundredths != 1]}"
