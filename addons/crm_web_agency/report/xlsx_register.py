from datetime import datetime

from odoo import fields, models

from ..tools.xlsx_register import RegisterSheet, write_parameters


class XlsxRegister(models.AbstractModel):
    """Base of the registers: one sheet of records and one of parameters.

    A register names its title and columns and turns a record into a row. It runs with the
    rights of the user, in the user's language.
    """

    _name = "agency.xlsx.register"
    _description = "Register in XLSX"
    _inherit = "report.report_xlsx.abstract"

    def _get_title(self):
        raise NotImplementedError

    def _get_columns(self):
        """Return list of (key, Column); the key "currency" is required."""
        raise NotImplementedError

    def _get_rows(self, records):
        """Yield a dict {key: value} for each record, in order."""
        raise NotImplementedError

    def _get_wizard(self, data):
        """Return the wizard that asked for the register; empty for a selection in a list."""
        wizard_id = (data or {}).get("wizard_id")
        return self.env["agency.order.register.wizard"].browse(int(wizard_id) if wizard_id else [])

    def _get_objs_for_report(self, docids, data):
        wizard = self._get_wizard(data)
        return wizard._get_records() if wizard else super()._get_objs_for_report(docids, data)

    def generate_xlsx_report(self, workbook, data, objs):
        # The download does not carry the user's language along, the user does.
        this = self.with_context(lang=self.env.user.lang or self.env.lang)
        objs = objs.with_env(this.env)
        title = this._get_title()
        workbook.set_properties(this._get_properties(title))
        columns = this._get_columns()
        keys = [key for key, _column in columns]
        sheet = RegisterSheet(
            workbook,
            title[:31],
            title,
            [column for _key, column in columns],
            keys.index("currency"),
            this._get_currency_formats(objs.currency_id),
        )
        for row in this._get_rows(objs):
            sheet.write_row([row.get(key) for key in keys])
        sheet.close(this.env._("Total"))
        write_parameters(workbook, this.env._("Parameters"), this._get_parameters(data, objs))

    def _get_properties(self, title):
        return {
            "title": title,
            "author": self.env.user.name,
            "company": self.env.company.name,
            "created": datetime.now(),
        }

    def _get_currency_formats(self, currencies):
        """Return {code: number format}, e.g. {"UAH": '#,##0.00 "₴"'}."""
        return {
            currency.name: "#,##0.00"
            if not currency.symbol
            else f'"{currency.symbol}"#,##0.00'
            if currency.position == "before"
            else f'#,##0.00 "{currency.symbol}"'
            for currency in currencies
        }

    def _get_parameters(self, data, objs):
        """Return list of (label, text) for the sheet of parameters."""
        moment = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        rows = [
            (self.env._("Register"), self._get_title()),
            (self.env._("Made on"), moment.strftime("%d.%m.%Y %H:%M")),
            (self.env._("Made by"), self.env.user.name),
            (self.env._("Rows"), str(len(objs))),
        ]
        wizard = self._get_wizard(data).with_env(self.env)
        if not wizard:
            return [*rows, (self.env._("Records"), self.env._("Selected in the list"))]
        return [*rows, *wizard._get_parameters()]

    def _to_day(self, moment):
        """Return the date of a UTC moment in the user's time zone; None for none."""
        return fields.Datetime.context_timestamp(self, moment).date() if moment else None
