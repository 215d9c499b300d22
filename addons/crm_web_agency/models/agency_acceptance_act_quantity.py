from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, float_compare, float_round, formatLang

IN_FORCE = ("signed", "invoiced")


class AgencyAcceptanceActLine(models.Model):
    """Quantities of acts: never more than delivered, never more taken back than accepted."""

    _inherit = "agency.acceptance.act.line"

    corrects_line_id = fields.Many2one(
        "agency.acceptance.act.line",
        string="Corrects the line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    correction_line_ids = fields.One2many("agency.acceptance.act.line", "corrects_line_id", string="Corrected by")

    _corrected_once = models.UniqueIndex(
        "(act_id, corrects_line_id) WHERE corrects_line_id IS NOT NULL",
        "A corrective act takes a line back once: change the quantity of its line.",
    )

    @api.constrains("quantity", "sale_line_id", "act_id", "corrects_line_id")
    def _check_quantity(self):
        self._lock_order_lines(self.sale_line_id)
        # What is taken back may have been undone before: it is never too much by delivery.
        corrections = self.filtered("corrects_line_id")
        corrections._check_corrected()
        self._check_quantities_of((self - corrections).sale_line_id)

    def _check_corrected(self):
        """Refuse when signed and unsigned corrections together take back more than the line accepted.

        Raises:
            ValidationError: naming the line and what it still accepts.
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self.corrects_line_id:
            others = line.correction_line_ids.filtered(lambda one: one.act_id.state != "cancelled")
            taken = -sum(others.mapped("quantity"))
            foreign = others.filtered(lambda one, line=line: one.act_id.corrects_id != line.act_id)
            if foreign or float_compare(taken, line.quantity, precision_digits=digits) > 0:
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: the act %(act)s accepted %(accepted)s, so no more can be taken back.",
                        line=line.name,
                        act=line.act_id.name,
                        accepted=formatLang(self.env, line.quantity),
                    )
                )

    def _get_corrections(self):
        """Return lines of counter acts in force that take back a part of these lines."""
        return self.correction_line_ids.filtered(lambda line: line.act_id.state in IN_FORCE)

    def _get_holding(self):
        """Return lines that accept something: not of cancelled acts, not wholly taken back."""
        accepting = self.filtered(lambda line: line.act_id.state != "cancelled" and not line.corrects_line_id)
        return accepting.filtered(lambda line: line._get_net_quantity())

    def _get_net_quantity(self):
        """Return what the line still accepts after the counter acts in force."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        taken = sum(self._get_corrections().mapped("quantity"))
        return float_round(self.quantity + taken, precision_digits=digits)

    def _get_left_to_correct(self):
        """Return what the corrected line accepts once this line of a counter act is in force too."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        lines = self.corrects_line_id | self.corrects_line_id._get_corrections() | self
        return float_round(sum(lines.mapped("quantity")), precision_digits=digits)

    def _prepare_correction(self, quantity):
        """Return values of the line of a counter act that takes `quantity` back."""
        self.ensure_one()
        return {
            "sale_line_id": self.sale_line_id.id,
            "corrects_line_id": self.id,
            "milestone_id": self.milestone_id.id,
            "name": self.name,
            "quantity": -quantity,
            "sequence": self.sequence,
        }

    @api.model
    def _lock_order_lines(self, sale_lines):
        """Keep others from accepting the same order lines until the transaction ends.

        The rows of the order lines are updated, not only locked: of two transactions that
        add acts at once the second is then refused by PostgreSQL and run again by Odoo,
        this time seeing the act of the first.
        """
        if not sale_lines:
            return
        sale_lines.flush_recordset()
        ids = tuple(sorted(sale_lines.ids))
        query = "UPDATE sale_order_line SET write_date = write_date WHERE id IN %s RETURNING id"
        # That somebody else was first is no error: the request is run again.
        self.env.cr.execute(SQL(query, ids), log_exceptions=False)

    @api.model
    def _check_quantities_of(self, sale_lines):
        """Refuse when the acts together accept more of an order line than was delivered.

        Raises:
            ValidationError: naming the line, the delivered and the accepted quantity.
        """
        # sudo: all acts count, also those of documents the person cannot read.
        sale_lines = sale_lines.sudo()
        accepted = sale_lines._get_qty_in_acts()
        limits = sale_lines._get_qty_acceptable()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for sale_line in sale_lines:
            quantity = accepted.get(sale_line.id, 0.0)
            if float_compare(quantity, limits[sale_line.id], precision_digits=digits) > 0:
                raise ValidationError(sale_line._get_excess_message(quantity, limits[sale_line.id]))
