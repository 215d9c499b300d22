"""Requisites of people and companies that do not exist, with right check digits."""

from random import Random

from stdnum import luhn
from stdnum.ua import edrpou, rntrc

__all__ = ["make_edrpou", "make_iban", "make_rntrc", "make_vat"]

# Bank codes (МФО) no bank has: the numbering of Ukrainian banks starts at 300.
_BANK_CODES = ("000017", "000024", "000031", "000048")


def make_edrpou(dice: Random) -> str:
    """Code of an organisation: 8 digits, the last one checks the others."""
    while True:
        number = f"{dice.randint(3_100_000, 4_599_999)}"
        code = number + edrpou.calc_check_digit(number + "0")
        if edrpou.is_valid(code):
            return code


def make_rntrc(dice: Random) -> str:
    """Tax number of a person: 10 digits, the last one checks the others."""
    while True:
        number = f"{dice.randint(220_000_000, 379_999_999)}"
        code = number + rntrc.calc_check_digit(number + "0")
        if rntrc.is_valid(code):
            return code


def make_vat(code: str, dice: Random) -> str:
    """Individual tax number (ІПН) of a VAT payer: 12 digits, beginning with most of the ``code``."""
    number = code[:7] + f"{dice.randint(1, 26):02d}{dice.randint(10, 19)}"
    return number + luhn.calc_check_digit(number)


def make_iban(dice: Random) -> str:
    """Account number: ``UA``, 2 check digits, 6 of the bank, 19 of the account; 29 characters."""
    account = dice.choice(_BANK_CODES) + f"{2600 * 10**15 + dice.randint(0, 10**15 - 1):019d}"
    # ISO 7064, MOD 97-10: letters count as 10 to 35, the country and its digits stand at the end.
    check = 98 - int(account + str(int("U", 36)) + str(int("A", 36)) + "00") % 97
    return f"UA{check:02d}{account}"
