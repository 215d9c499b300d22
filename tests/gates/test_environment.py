"""What the set-up made is what the add-ons count on."""

import subprocess

import pytest

from agencyenv import instance, odoo_log, paths
from agencyenv.environment import Environment

ALPHABET = list("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ")


def test_wkhtmltopdf_has_the_patched_qt(ready: Environment) -> None:
    command = ["wkhtmltopdf", "--version"]
    answer = subprocess.run(command, env=ready.variables, capture_output=True, text=True, check=True).stdout
    assert "with patched qt" in answer


def test_a_font_has_cyrillic_letters() -> None:
    found = subprocess.run(["fc-list", ":lang=uk", "family"], capture_output=True, text=True, check=True).stdout
    assert "Roboto" in found
    assert "DejaVu Sans" in found


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_databases_sort_as_the_ukrainian_alphabet(ready: Environment, direction: str) -> None:
    values = ",".join(f"('{letter}')" for letter in sorted(ALPHABET))
    query = f"SELECT string_agg(v, ' ' ORDER BY v {direction}) FROM (VALUES {values}) AS letters(v)"
    expected = ALPHABET if direction == "ASC" else ALPHABET[::-1]
    assert ready.postgres.sql(query, instance.plain(ready)).split() == expected


def test_company_is_ukrainian(ready: Environment) -> None:
    query = (
        "SELECT currency.name, company.chart_template FROM res_company company "
        "JOIN res_currency currency ON currency.id = company.currency_id"
    )
    assert ready.postgres.sql(query, instance.plain(ready)) == "UAH|ua_psbo"


def test_both_languages_are_active(ready: Environment) -> None:
    query = "SELECT string_agg(code, ' ' ORDER BY code) FROM res_lang WHERE active"
    assert ready.postgres.sql(query, instance.plain(ready)) == "en_US uk_UA"


@pytest.mark.parametrize("log", ["base-init", "base-modules", "addons", "assets", "demo"])
def test_set_up_logged_no_warning(ready: Environment, log: str) -> None:
    instance.demo(ready)
    assert odoo_log.findings(paths.LOGS / f"{log}.log") == []
