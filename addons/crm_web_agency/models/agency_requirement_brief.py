from odoo import fields, models


class AgencyRequirement(models.Model):
    """A need that came out of a brief."""

    _inherit = "agency.requirement"

    brief_id = fields.Many2one(
        "agency.brief", index="btree_not_null", copy=False, ondelete="set null", readonly=True, groups="base.group_user"
    )
    brief_answer_id = fields.Many2one(
        "agency.brief.answer",
        "Answer of the brief",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        readonly=True,
        groups="base.group_user",
    )
