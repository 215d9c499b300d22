from odoo import fields, models


class AgencyAccountImportLine(models.TransientModel):
    """What becomes of one row of a file with accounts."""

    _name = "agency.account.import.line"
    _description = "Row of an import of accounts"
    _order = "row, id"

    import_id = fields.Many2one("agency.account.import", required=True, ondelete="cascade", index=True)
    row = fields.Integer(readonly=True, help="Number of the row as the spreadsheet shows it.")
    name = fields.Char(readonly=True)
    login = fields.Char(readonly=True)
    role_names = fields.Char("Roles", readonly=True)
    job_name = fields.Char("Job position", readonly=True)
    result = fields.Selection(
        [
            ("ok", "Good"),
            ("warning", "Look at it"),
            ("error", "Faulty"),
            ("created", "Created"),
            ("skipped", "Skipped"),
        ],
        required=True,
        readonly=True,
    )
    message = fields.Text("Remarks", readonly=True)
    user_id = fields.Many2one("res.users", "Account", ondelete="cascade", readonly=True)
