from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ProductTemplate(models.Model):
    """Versions of a service: a changed service is a new one, and old orders keep the archived one."""

    _inherit = "product.template"

    service_version = fields.Integer("Version", default=1, copy=False, readonly=True)
    previous_version_id = fields.Many2one(
        "product.template", "Previous version", copy=False, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    first_version_id = fields.Many2one(
        "product.template", "First version", copy=False, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    version_count = fields.Integer("Versions", compute="_compute_version_count")

    @api.depends("first_version_id")
    def _compute_version_count(self):
        firsts = self.first_version_id | self
        groups = self.with_context(active_test=False)._read_group(
            [("first_version_id", "in", firsts.ids)], ["first_version_id"], ["__count"]
        )
        later = {first.id: count for first, count in groups}
        for product in self:
            product.version_count = 1 + later.get((product.first_version_id or product._origin).id, 0)

    def _get_versions_domain(self):
        first = self.first_version_id or self
        return Domain("id", "=", first.id) | Domain("first_version_id", "=", first.id)

    def _get_current_version(self):
        """Return the version of the service that is sold now; empty if none is."""
        self.ensure_one()
        return self.search(self._get_versions_domain(), order="service_version DESC", limit=1)

    def action_new_version(self):
        """Archive the service and open its successor, which has all that the service has.

        Orders keep the archived version with the norms, milestones and deliverables agreed upon.
        Needs that are not in an order yet go over to the new version.
        """
        self.ensure_one()
        if not (self.is_agency_service and self.active):
            raise UserError(self.env._("A new version is made of a service that is sold: open its current version."))
        successor = self._copy_as_version()
        self._hand_over_to(successor)
        self.active = False
        self.message_post(body=self.env._("Replaced by version %(number)s.", number=successor.service_version))
        successor.message_post(body=self.env._("Made of version %(number)s.", number=self.service_version))
        return successor._get_records_action(
            views=[(self.env.ref("crm_web_agency.product_template_view_form_agency").id, "form")]
        )

    def _copy_as_version(self):
        first = self.first_version_id or self
        latest = self.with_context(active_test=False).search(
            self._get_versions_domain(), order="service_version DESC", limit=1
        )
        successor = self.copy(
            {
                "service_version": latest.service_version + 1,
                "previous_version_id": self.id,
                "first_version_id": first.id,
                "default_code": self.default_code,
            }
        )
        # Odoo writes "(copy)" behind the name of a copy; the new version is called as the old one, in each language.
        successor.update_field_translations("name", self._fields["name"]._get_stored_translations(self))
        successor.standard_price = self.standard_price
        return successor

    def _hand_over_to(self, successor):
        """What points at the service and is still to be sold points at its new version."""
        # sudo: whoever keeps the catalogue need not see price lists, nor needs of clients.
        rules = self.env["product.pricelist.item"].sudo().search([("product_tmpl_id", "=", self.id)])
        for rule in rules.filtered(lambda rule: not rule.product_id):
            rule.copy({"product_tmpl_id": successor.id})
        needs = self.env["agency.requirement"].sudo()
        needs.search(
            [("service_id", "=", self.id), ("state", "in", ("captured", "analysed")), ("sale_line_id", "=", False)]
        ).service_id = successor

    def action_open_versions(self):
        """List all versions of the service, archived ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_services")
        action["domain"] = list(self._get_versions_domain())
        action["context"] = {"active_test": False, "create": False}
        action["display_name"] = self.env._("Versions of %(service)s", service=self.name)
        list_view = self.env.ref("crm_web_agency.product_template_view_list_versions")
        form_view = self.env.ref("crm_web_agency.product_template_view_form_agency")
        action["views"] = [(list_view.id, "list"), (form_view.id, "form")]
        return action

    def _get_archived_message(self):
        current = self._get_current_version()
        if current:
            return self.env._(
                "“%(service)s”, version %(old)s, is archived and stays on old orders only: take version %(new)s.",
                service=self.name,
                old=self.service_version,
                new=current.service_version,
            )
        return self.env._("“%(service)s” is archived, it is not sold any more: choose another one.", service=self.name)
