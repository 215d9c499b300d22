"""What the access tests work on, made in one go inside ``odoo shell``; the rest of tests/ never imports this."""

from .make import make

__all__ = ["make"]
