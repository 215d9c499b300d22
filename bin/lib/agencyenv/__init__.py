"""Environment of the project: what bin/run, bin/test, bin/odoo and bin/bench need.

One module per concern. Only the standard library is used, because the modules
run before anything is installed.
"""
