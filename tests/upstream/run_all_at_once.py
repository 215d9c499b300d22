"""Run tests of installed modules once everything is loaded, those "at install" too.

Odoo runs the latter while it updates their module, when modules that depend on it are not loaded yet though their
rules and views are in the database already: nothing could be said of how they get on together.
"""

import sys

from odoo.cli.command import main
from odoo.tests import loader

make_suite = loader.make_suite


def make_whole_suite(modules, position="at_install"):
    if position == "at_install":
        return make_suite([], position)
    suite = make_suite(modules, position)
    for test in make_suite(modules, "at_install"):
        suite.addTest(test)
    return suite


loader.make_suite = make_whole_suite
sys.exit(main())
