"""Purpose of a payment, as a bank of Ukraine wants it: for what, by which paper, and the words on VAT."""

__all__ = ["payment_purpose"]

WORDS = {
    "uk": {
        "start": "Оплата за послуги згідно з рахунком № {number} від {day}",
        "agreement": "договір № {agreement}",
        "vat": "у т. ч. ПДВ{rate} {tax} {currency}",
        "none": "без ПДВ",
    },
    "en": {
        "start": "Payment for services by the invoice No. {number} of {day}",
        "agreement": "agreement No. {agreement}",
        "vat": "including VAT{rate} {tax} {currency}",
        "none": "without VAT",
    },
}


def payment_purpose(number, day, agreement="", tax=0.0, rate=None, currency="UAH"):
    """Write the purpose of a payment out: in Ukrainian for hryvnias, in English for other currencies.

    Args:
        number: of the invoice.
        day: of the invoice, as it is to be printed.
        agreement: number of the agreement, if there is one.
        tax: VAT in the sum that is paid, in units of the currency; 0 writes "without VAT".
        rate: percent, if the whole sum is taxed at one.
        currency: ISO code.

    Returns:
        str: e.g. "Оплата за послуги згідно з рахунком № 7 від 02.03.2026, у т. ч. ПДВ 20 % 166,67 грн".
    """
    words = WORDS["uk" if currency == "UAH" else "en"]
    name = "грн" if currency == "UAH" else currency
    percent = f" {rate:g} %" if rate else ""
    parts = [words["start"].format(number=number, day=day)]
    # People write the sign of a number with the number, or do not.
    agreement = (agreement or "").removeprefix("№").removeprefix("No.").strip()
    if agreement:
        parts.append(words["agreement"].format(agreement=agreement))
    written = f"{tax:.2f}".replace(".", "," if currency == "UAH" else ".")
    parts.append(words["vat"].format(rate=percent, tax=written, currency=name) if tax else words["none"])
    return ", ".join(parts)
