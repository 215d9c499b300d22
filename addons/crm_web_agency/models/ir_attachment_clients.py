from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Where a client's files hang, and the field that tells whose the record is.
CLIENT_FIELDS = {
    "res.partner": "id",
    "account.move": "partner_id",
    "agency.acceptance.act": "partner_id",
    "agency.brief": "partner_id",
    "agency.requirement": "partner_id",
    "agency.website": "partner_id",
    "contract.contract": "partner_id",
    "crm.lead": "partner_id",
    "project.project": "partner_id",
    "project.task": "partner_id",
    "sale.order": "partner_id",
}


class IrAttachment(models.Model):
    """The client whose record a file hangs on."""

    _inherit = "ir.attachment"

    agency_client_id = fields.Many2one(
        "res.partner", "Client", compute="_compute_agency_client_id", search="_search_agency_client_id"
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_agency_client_id(self):
        clients = {}
        for model_name, attachments in self.grouped("res_model").items():
            if fname := CLIENT_FIELDS.get(model_name):
                records = self.env[model_name].browse(attachments.mapped("res_id"))._filtered_access("read")
                for record in records:
                    partner = record if fname == "id" else record[fname]
                    clients[model_name, record.id] = partner.commercial_partner_id.id
        for attachment in self:
            attachment.agency_client_id = clients.get((attachment.res_model, attachment.res_id), False)

    def _search_agency_client_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        client_ids = [client_id for client_id in value if client_id]
        return Domain("id", "in", SQL("(SELECT f.id FROM (%s) f)", self._select_client_files(client_ids)))

    def _select_client_files(self, client_ids):
        """SELECT of (client_id, id) of files on records of clients, as far as the user may read these records."""
        self.env.flush_all()
        parts = [
            self._select_files_of(model_name, fname, client_ids)
            for model_name, fname in CLIENT_FIELDS.items()
            if self.env[model_name].has_access("read")
        ]
        return SQL(" UNION ALL ").join(parts)

    def _select_files_of(self, model_name, fname, client_ids):
        path = "commercial_partner_id" if fname == "id" else f"{fname}.commercial_partner_id"
        query = self.env[model_name].with_context(active_test=False)._search([(path, "in", client_ids)])
        columns = [
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS partner_id", SQL.identifier(query.table, fname)),
        ]
        return SQL(
            "SELECT c.commercial_partner_id AS client_id, a.id FROM (%s) r JOIN res_partner c ON c.id = r.partner_id"
            " JOIN ir_attachment a ON a.res_model = %s AND a.res_id = r.id AND a.res_field IS NULL",
            query.select(*columns),
            model_name,
        )
