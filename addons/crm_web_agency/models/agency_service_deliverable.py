from odoo import fields, models


class AgencyServiceDeliverable(models.Model):
    """One thing that the client receives with a service; shown in quotations under the service."""

    _name = "agency.service.deliverable"
    _description = "Deliverable of a service"
    _order = "product_tmpl_id, sequence, id"

    product_tmpl_id = fields.Many2one("product.template", "Service", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("The client receives", required=True, translate=True)
    description = fields.Text("In more detail", translate=True)
