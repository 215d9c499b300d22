from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list


class AgencySubstitution(models.TransientModel):
    """Gives the roles of somebody absent to a colleague from one day to another."""

    _name = "agency.substitution"
    _inherit = ["agency.account.mixin"]
    _description = "Substitution"

    absent_id = fields.Many2one("res.users", "Who is absent", required=True, domain=[("share", "=", False)])
    substitute_id = fields.Many2one("res.users", "Who substitutes", required=True, domain=[("share", "=", False)])
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", required=True, help="Last day with the roles; they end by themselves.")
    absent_role_ids = fields.Many2many("res.users.role", compute="_compute_absent_role_ids")
    role_ids = fields.Many2many(
        "res.users.role",
        string="Roles",
        compute="_compute_role_ids",
        store=True,
        readonly=False,
        help="Roles of the absent person that the substitute gets; remove those that are not needed.",
    )
    notice = fields.Char(compute="_compute_notice")

    @api.depends("absent_id", "date_from", "date_to")
    def _compute_absent_role_ids(self):
        for substitution in self:
            first, last = substitution.date_from or date.min, substitution.date_to or date.max
            lines = substitution.absent_id._origin.role_line_ids.filtered(
                lambda line, first=first, last=last: (
                    (line.date_from or date.min) <= last and (line.date_to or date.max) >= first
                )
            )
            substitution.absent_role_ids = lines.role_id & substitution._get_grantable_roles()

    @api.depends("absent_role_ids")
    def _compute_role_ids(self):
        for substitution in self:
            substitution.role_ids = substitution.absent_role_ids

    @api.depends("substitute_id", "role_ids", "absent_role_ids")
    def _compute_notice(self):
        for substitution in self:
            substitution.notice = substitution._get_notice()

    def _get_notice(self):
        """Say what the form can not do or need not do."""
        if self.absent_id and not self.absent_role_ids:
            return self.env._("%s has no roles in these days to hand on.", self.absent_id.name)
        permanent = self._get_lines().filtered(lambda line: not line.date_to and not line.date_from)
        if not permanent:
            return False
        return self.env._(
            "%(person)s has already, without dates: %(roles)s. Nothing changes there.",
            person=self.substitute_id.name,
            roles=format_list(self.env, permanent.role_id.mapped("name")),
        )

    def _get_lines(self):
        """Return the lines of the substitute with the chosen roles; a person has one line a role."""
        return self.substitute_id._origin.role_line_ids.filtered(lambda line: line.role_id in self.role_ids._origin)

    def action_substitute(self):
        """Give the roles; lines that the substitute has already are made longer, permanent ones stay."""
        self.ensure_one()
        self._check_input()
        lines = self._get_lines()
        by_dates = {}
        for line in lines:
            dates = self._join_dates(line)
            if dates != (line.date_from, line.date_to):
                by_dates[dates] = by_dates.get(dates, lines.browse()) | line
        for (date_from, date_to), same in by_dates.items():
            same.write({"date_from": date_from, "date_to": date_to})
        lines.create(
            [
                {
                    "user_id": self.substitute_id.id,
                    "role_id": role.id,
                    "date_from": self.date_from,
                    "date_to": self.date_to,
                }
                for role in self.role_ids - lines.role_id
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_input(self):
        """Refuse what makes no substitution; roles are checked too, as a request may carry any."""
        if self.absent_id == self.substitute_id:
            raise UserError(self.env._("Choose somebody else to substitute."))
        if not self.substitute_id.active or self.substitute_id.share:
            raise UserError(self.env._("%s is no active member of the staff.", self.substitute_id.name))
        if self.date_to < self.date_from:
            raise UserError(self.env._("The substitution ends before it begins: correct the dates."))
        if self.date_to < fields.Date.context_today(self):
            raise UserError(self.env._("The substitution is over already: correct the dates."))
        if not self.role_ids:
            raise UserError(self.env._("Choose at least one role to hand on."))
        if self.role_ids - self.absent_role_ids:
            raise UserError(self.env._("Only roles that the absent person has in these days can be handed on."))

    def _join_dates(self, line):
        """Return the dates of a line that covers both what it has and the substitution."""
        first, last = line.date_from or date.min, line.date_to or date.max
        if last < fields.Date.context_today(self):
            return self.date_from, self.date_to
        if first > self.date_to + timedelta(days=1) or (last < date.max and last + timedelta(days=1) < self.date_from):
            raise UserError(
                self.env._(
                    "%(person)s has the role “%(role)s” from %(start)s to %(end)s already, with days between that and "
                    "the substitution: change the dates so that they touch, or that line on the account.",
                    person=self.substitute_id.name,
                    role=line.role_id.name,
                    start=format_date(self.env, line.date_from) or "…",
                    end=format_date(self.env, line.date_to) or "…",
                )
            )
        date_from = line.date_from and min(line.date_from, self.date_from)
        return date_from, line.date_to and max(line.date_to, self.date_to)

    @api.onchange("date_from")
    def _onchange_date_from(self):
        if self.date_from and self.date_to and self.date_to < self.date_from:
            self.date_to = self.date_from
