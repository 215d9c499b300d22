from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import amount_in_words

NINES_UK = "Дев'ятсот дев'яносто дев'ять мільйонів дев'ятсот дев'яносто дев'ять тисяч дев'ятсот дев'яносто дев'ять"
NINES_EN = "Nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine"

# amount, UAH in Ukrainian, USD in Ukrainian, EUR in Ukrainian, UAH in English
TABLE = [
    (0, "Нуль гривень 00 копійок", "Нуль доларів США 00 центів", "Нуль євро 00 центів", "Zero hryvnias 00 kopiykas"),
    (
        0.01,
        "Нуль гривень 01 копійка",
        "Нуль доларів США 01 цент",
        "Нуль євро 01 цент",
        "Zero hryvnias 01 kopiyka",
    ),
    (1, "Одна гривня 00 копійок", "Один долар США 00 центів", "Один євро 00 центів", "One hryvnia 00 kopiykas"),
    (2, "Дві гривні 00 копійок", "Два долари США 00 центів", "Два євро 00 центів", "Two hryvnias 00 kopiykas"),
    (
        5.02,
        "П'ять гривень 02 копійки",
        "П'ять доларів США 02 центи",
        "П'ять євро 02 центи",
        "Five hryvnias 02 kopiykas",
    ),
    (
        11.11,
        "Одинадцять гривень 11 копійок",
        "Одинадцять доларів США 11 центів",
        "Одинадцять євро 11 центів",
        "Eleven hryvnias 11 kopiykas",
    ),
    (
        21.21,
        "Двадцять одна гривня 21 копійка",
        "Двадцять один долар США 21 цент",
        "Двадцять один євро 21 цент",
        "Twenty-one hryvnias 21 kopiykas",
    ),
    (
        101,
        "Сто одна гривня 00 копійок",
        "Сто один долар США 00 центів",
        "Сто один євро 00 центів",
        "One hundred one hryvnias 00 kopiykas",
    ),
    (
        1000,
        "Одна тисяча гривень 00 копійок",
        "Одна тисяча доларів США 00 центів",
        "Одна тисяча євро 00 центів",
        "One thousand hryvnias 00 kopiykas",
    ),
    (
        2001,
        "Дві тисячі одна гривня 00 копійок",
        "Дві тисячі один долар США 00 центів",
        "Дві тисячі один євро 00 центів",
        "Two thousand one hryvnias 00 kopiykas",
    ),
    (
        12345.67,
        "Дванадцять тисяч триста сорок п'ять гривень 67 копійок",
        "Дванадцять тисяч триста сорок п'ять доларів США 67 центів",
        "Дванадцять тисяч триста сорок п'ять євро 67 центів",
        "Twelve thousand three hundred forty-five hryvnias 67 kopiykas",
    ),
    (
        1000000,
        "Один мільйон гривень 00 копійок",
        "Один мільйон доларів США 00 центів",
        "Один мільйон євро 00 центів",
        "One million hryvnias 00 kopiykas",
    ),
    (
        999999999.99,
        f"{NINES_UK} гривень 99 копійок",
        f"{NINES_UK} доларів США 99 центів",
        f"{NINES_UK} євро 99 центів",
        f"{NINES_EN} hryvnias 99 kopiykas",
    ),
    (
        -2.5,
        "Мінус дві гривні 50 копійок",
        "Мінус два долари США 50 центів",
        "Мінус два євро 50 центів",
        "Minus two hryvnias 50 kopiykas",
    ),
]


class TestAmountInWords(BaseCase):
    def test_table(self):
        for amount, *expected in TABLE:
            with self.subTest(amount=amount):
                found = [
                    amount_in_words(amount, "UAH", "uk"),
                    amount_in_words(amount, "USD", "uk"),
                    amount_in_words(amount, "EUR", "uk"),
                    amount_in_words(amount, "UAH", "en"),
                ]
                self.assertEqual(found, expected)

    def test_english_dollar_and_euro(self):
        self.assertEqual(amount_in_words(1.01, "USD", "en"), "One US dollar 01 cent")
        self.assertEqual(amount_in_words(2.02, "EUR", "en"), "Two euros 02 cents")

    def test_int_float_and_decimal_agree(self):
        self.assertEqual(amount_in_words(1001), amount_in_words(1001.0))
        self.assertEqual(amount_in_words(Decimal("1001.00")), amount_in_words(1001))

    def test_rounds_half_up_to_hundredths(self):
        self.assertEqual(amount_in_words(1.005), "Одна гривня 01 копійка")
        self.assertEqual(amount_in_words(0.1 + 0.2), "Нуль гривень 30 копійок")
        self.assertEqual(amount_in_words(0.999), "Одна гривня 00 копійок")
        self.assertEqual(amount_in_words(-0.001), "Нуль гривень 00 копійок")

    def test_teens_of_kopiykas(self):
        for hundredths in range(11, 15):
            self.assertIn("копійок", amount_in_words(Decimal(hundredths) / 100))

    def test_other_currency_is_written_by_its_code(self):
        self.assertEqual(amount_in_words(100.5, "PLN", "uk"), "Сто PLN 50/100")

    def test_locale_is_accepted(self):
        self.assertEqual(amount_in_words(1, "UAH", "uk_UA"), "Одна гривня 00 копійок")

    def test_refuses_unknown_language_and_infinity(self):
        with self.assertRaises(ValueError):
            amount_in_words(1, "UAH", "fr")
        with self.assertRaises(ValueError):
            amount_in_words(float("inf"))
