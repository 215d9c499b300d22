"""uk.po of both add-ons is complete and current, compared with a fresh export."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from agencyenv import database, instance, odoo_process, paths
from agencyenv.environment import Environment


@pytest.fixture(scope="module")
def export(ready: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A function that exports an add-on's terms from a database that has it installed."""
    name = f"agency_terms_{os.getpid()}"
    database.copy(ready.postgres, instance.plain(ready), name)

    def run(addon: str) -> polib.POFile:
        file: Path = tmp_path_factory.mktemp("terms") / f"{addon}.pot"
        arguments = ["i18n", "export", "-c", str(paths.CONFIG), "-d", name, "-l", "pot", "-o", str(file), addon]
        odoo_process.task(ready, "terms", *arguments)
        return polib.pofile(str(file))

    yield run
    database.drop(ready.postgres, name)


def kinds(file: polib.POFile) -> set[tuple[str, str]]:
    """Each text with where it is shown: Odoo translates a text of code only by an entry that names code."""
    return {
        (entry.msgid, place.split(":")[0]) for entry in file if not entry.obsolete for place, _line in entry.occurrences
    }


@pytest.mark.parametrize("addon", instance.installed_addons())
def test_ukrainian_is_complete_and_current(addon: str, export) -> None:
    exported = export(addon)
    terms = {entry.msgid for entry in exported}
    file = polib.pofile(str(paths.ADDONS / addon / "i18n/uk.po"))
    translated = {entry.msgid for entry in file if not entry.obsolete}
    problems = [f"missing: {term}" for term in sorted(terms - translated)]
    problems += [f"stale: {term}" for term in sorted(translated - terms)]
    problems += [f"missing in {kind}: {term}" for term, kind in sorted(kinds(exported) - kinds(file))]
    problems += [f"obsolete: {entry.msgid}" for entry in file.obsolete_entries()]
    problems += [f"untranslated: {entry.msgid}" for entry in file.untranslated_entries()]
    problems += [f"fuzzy: {entry.msgid}" for entry in file.fuzzy_entries()]
    assert terms, "the export found no terms"
    assert not problems, f"{len(problems)} findings\n" + "\n".join(problems[:100])


@pytest.mark.parametrize("addon", instance.installed_addons())
def test_no_text_is_hidden_from_the_export(addon: str) -> None:
    """The export finds texts of code in calls of `_` only, not of another name for it."""
    files = (paths.ADDONS / addon).rglob("*.py")
    assert [str(file) for file in files if re.search(r"= [\w.]*\benv\._$", file.read_text("utf-8"), re.M)] == []
