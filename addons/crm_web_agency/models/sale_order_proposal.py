from odoo import fields, models

from ..tools import amount_in_words


class SaleOrder(models.Model):
    """The offer as a commercial proposal: what the printed document takes from the order."""

    _inherit = "sale.order"

    def _get_proposal_rows(self):
        """Return the rows of the price table: dicts of `number` (None for a heading), `line`, `optional`.

        Optional lines are those that the client may still choose: they are not in the total.
        """
        self.ensure_one()
        rows, number = [], 0
        for line in self._get_term_lines():
            number += not line.display_type
            rows.append(
                {
                    "number": None if line.display_type else number,
                    "line": line,
                    "optional": line._is_line_optional() if not line.display_type else False,
                }
            )
        return rows

    def _get_proposal_needs(self):
        """Return the client's needs that the lines of the order answer, the most wanted first."""
        self.ensure_one()
        # sudo: the proposal tells the client its own needs, whoever prints it.
        needs = self.sudo().requirement_ids
        order = [key for key, _label in needs._fields["priority"].selection]
        return needs.sorted(lambda need: (order.index(need.priority), need.sequence, need.id))

    def _get_proposal_steps(self):
        """Return [(service, milestone)] of the fixed-price services, with the shares of their prices."""
        self.ensure_one()
        # sudo: the steps of what is offered are offered with it.
        services = self.sudo()._get_term_lines().product_id.product_tmpl_id
        return [(service, step) for service in services for step in service.milestone_ids]

    def _get_proposal_team(self):
        """Return the names of the job positions that will work on it; neither hours nor rates."""
        self.ensure_one()
        # sudo: names of positions only; what they cost stays inside.
        order = self.sudo()
        jobs = (
            order.estimate_id.effort_ids.job_id or order._get_term_lines().product_id.product_tmpl_id.effort_ids.job_id
        )
        return jobs.mapped("name")

    def _get_proposal_day(self):
        """Return the day of the proposal: when the version at hand was made, else of the order."""
        self.ensure_one()
        # sudo: the day of the version is printed for everybody who may read the order.
        last = self.sudo().version_ids.sorted("number")[-1:]
        return last.create_date or self.date_order

    def _is_binding(self):
        """Tell whether the proposal is an offer that binds: it says until when."""
        self.ensure_one()
        return bool(self.validity_date) and self.validity_date >= fields.Date.context_today(self)

    def _get_words_of_total(self):
        """Return the total in words, in the language of the context."""
        self.ensure_one()
        lang = "uk" if (self.env.lang or "").startswith("uk") else "en"
        return amount_in_words(self.amount_total, self.currency_id.name, lang)

    def _get_proposal_filename(self):
        self.ensure_one()
        return self.env._("Commercial proposal %s", self.name.replace("/", "-"))
