from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..tools.xlsx_register import MAX_ROWS, RegisterSheet, write_parameters

# Records that are read together; after them the cache is emptied, so that memory stays the same however many follow.
BATCH = 2000
PROGRESS = "agency_register_progress"


class XlsxRegister(models.AbstractModel):
    """Base of the registers: one sheet of records and one of parameters.

    A register names its title and columns and turns a batch of records into rows. It runs with the
    rights of the user, in the user's language, and writes row after row: neither the records nor
    the cells are ever in memory all at once.
    """

    _name = "agency.xlsx.register"
    _description = "Register in XLSX"
    _inherit = "report.report_xlsx.abstract"

    def _get_title(self):
        raise NotImplementedError

    def _get_columns(self):
        """Return list of (key, Column); the key "currency" is required, "number" is filled in by the sheet."""
        raise NotImplementedError

    def _get_rows(self, records, wizard):
        """Yield a dict {key: value} for each row of a batch of records, in order.

        Args:
            records: at most BATCH records of the register's model.
            wizard: agency.order.register.wizard that asked for it; empty for a selection in a list.
        """
        raise NotImplementedError

    def _get_wizard(self, data):
        """Return the wizard that asked for the register; empty for a selection in a list."""
        wizard_id = (data or {}).get("wizard_id")
        return self.env["agency.order.register.wizard"].browse(int(wizard_id) if wizard_id else [])

    def _get_objs_for_report(self, docids, data):
        wizard = self._get_wizard(data)
        return wizard._get_records() if wizard else super()._get_objs_for_report(docids, data)

    def get_workbook_options(self):
        # A row goes to the disk as soon as the next one begins.
        return {**super().get_workbook_options(), "constant_memory": True}

    def generate_xlsx_report(self, workbook, data, objs):
        # The download does not carry the user's language along, the user does.
        this = self.with_context(lang=self.env.user.lang or self.env.lang)
        objs = objs.with_env(this.env)
        if len(objs) > MAX_ROWS:
            raise UserError(self.env._("A sheet holds %s rows at most: choose a shorter period.", MAX_ROWS))
        wizard = this._get_wizard(data)
        title = this._get_title()
        workbook.set_properties(this._get_properties(title))
        columns = this._get_columns()
        keys = [key for key, _column in columns]
        sheet = RegisterSheet(
            workbook,
            title,
            [column for _key, column in columns],
            keys.index("currency"),
            this._get_currency_formats(),
        )
        this._write_rows(sheet, keys, objs, wizard)
        parameters = this._get_parameters(wizard, sheet.row_count)
        sheet.close(this.env._("Total"))
        write_parameters(workbook, this.env._("Parameters"), parameters)

    def _write_rows(self, sheet, keys, records, wizard):
        tell = self.env.context.get(PROGRESS)
        done, get_rest = 0, keys[1:]
        for ids in split_every(BATCH, records.ids):
            batch = records.browse(ids)
            for row in self._get_rows(batch, wizard):
                get = row.get
                sheet.write_row([sheet.row_count + 1, *[get(key) for key in get_rest]])
            # Nothing is written here, but what others have left is not to be lost.
            self.env.flush_all()
            self.env.invalidate_all(flush=False)
            done += len(ids)
            if callable(tell):
                tell(done)

    def _get_properties(self, title):
        return {
            "title": title,
            "subject": self.env._("Register"),
            "author": self.env.user.name,
            "company": self.env.company.name,
            "created": datetime.now(),
        }

    def _get_currency_formats(self):
        """Return {code: (number format, decimal places)}, e.g. {"UAH": ('#,##0.00 "₴"', 2)}."""
        currencies = self.env["res.currency"].with_context(active_test=False).search([("name", "!=", False)])
        return {currency.name: (self._get_number_format(currency), currency.decimal_places) for currency in currencies}

    def _get_number_format(self, currency):
        places = currency.decimal_places
        form = f"#,##0.{'0' * places}" if places else "#,##0"
        symbol = (currency.symbol or "").replace('"', "")
        if not symbol:
            return form
        return f'"{symbol}"{form}' if currency.position == "before" else f'{form} "{symbol}"'

    def _get_parameters(self, wizard, row_count):
        """Return list of (label, text) for the sheet of parameters."""
        moment = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        rows = [
            (self.env._("Register"), self._get_title()),
            (self.env._("Made on"), moment.strftime("%d.%m.%Y %H:%M")),
            (self.env._("Made by"), self.env.user.name),
            (self.env._("Rows"), str(row_count)),
        ]
        if not wizard:
            return [*rows, (self.env._("Records"), self.env._("Selected in the list"))]
        return [*rows, *wizard._get_parameters()]

    def _get_day_reader(self):
        """Return a function that gives the date of a stored UTC moment in the user's time zone; None for none."""
        zone = self.env.tz

        def to_day(moment):
            return zone.fromutc(moment).date() if moment else None

        return to_day

    def _get_labels(self, records, *names):
        """Return a list with {value: label} of each selection field, in the user's language."""
        return [dict(records._fields[name]._description_selection(self.env)) for name in names]
