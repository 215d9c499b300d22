from odoo import api, fields, models


class AgencyRequirementCategory(models.Model):
    """Kind of need, as a tree: Shop / Payments."""

    _name = "agency.requirement.category"
    _description = "Requirement category"
    _parent_store = True
    _parent_name = "parent_id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]
    _order = "complete_name"

    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one("agency.requirement.category", "Parent category", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("agency.requirement.category", "parent_id", "Subcategories")
    complete_name = fields.Char("Full name", compute="_compute_complete_name", store=True, recursive=True)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    requirement_count = fields.Integer("Requirements", compute="_compute_requirement_count")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            names = [category.parent_id.complete_name, category.name]
            category.complete_name = " / ".join(name for name in names if name)

    @api.depends_context("lang")
    @api.depends("complete_name")
    def _compute_display_name(self):
        # The stored full name is in the language of whoever saved it; people see their own.
        for category in self:
            names, node = [], category
            while node:
                names.insert(0, node.name or "")
                node = node.parent_id
            category.display_name = " / ".join(names)

    def _compute_requirement_count(self):
        groups = self.env["agency.requirement"]._read_group(
            [("category_id", "in", self.ids)], ["category_id"], ["__count"]
        )
        counts = {category.id: count for category, count in groups}
        for category in self:
            category.requirement_count = counts.get(category.id, 0)
