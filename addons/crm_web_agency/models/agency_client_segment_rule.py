from ast import literal_eval

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

# Where a rule may ask in which segments a client is.
SEGMENT_FIELDS = {"segment_ids", "client_segment_ids"}


class AgencyClientSegment(models.Model):
    """The rule of a segment: conditions on clients, asked with the rights of who wrote them.

    A rule must not tell its author more than searching would: it sees the clients, companies and
    fields which they may read, and nobody else's rights can be borrowed: whoever changes a rule
    becomes its author.
    """

    _inherit = "agency.client.segment"

    domain = fields.Char("Conditions", default="[('is_agency_client', '=', True)]")
    rule_user_id = fields.Many2one(
        "res.users",
        "Rule of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The rule sees the clients and the data that this user may see. Whoever changes the rule takes it over.",
    )
    rule_count = fields.Integer(
        "By the rule now", compute="_compute_rule_count", help="How many clients of yours would be in if recounted now."
    )
    rule_problem = fields.Char("Problem of the rule", compute="_compute_rule_count")

    @api.model
    def _get_rule_triggers(self):
        """Names of fields after whose change the members are counted anew."""
        return {"mode", "domain", "company_id", "pinned_partner_ids", "active", "rule_user_id"}

    def _set_rule_owner(self, vals):
        """Return the values with their author as the owner of the rule, if they change it.

        Only code with the rights of the system may name somebody else, e.g. that of the demonstration.
        """
        if not {"mode", "domain", "company_id", "rule_user_id"} & set(vals):
            return vals
        owner_id = vals.get("rule_user_id") if self.env.su else None
        return {**vals, "rule_user_id": owner_id or self.env.uid}

    @api.depends("mode", "domain", "company_id", "pinned_partner_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_rule_count(self):
        # Each rule is a question of its own; only the form of one segment asks it.
        for segment in self:
            segment.rule_count, segment.rule_problem = segment._try_rule()

    def _try_rule(self):
        """Return (number of clients that the user sees and the rule takes, message if it cannot be asked)."""
        if self.mode != "rule":
            return 0, False
        pinned = Domain("id", "in", self.pinned_partner_ids._origin.ids)
        try:
            with self.env.cr.savepoint():
                members = Domain("id", "in", self._get_rule_query())
                return self.env["res.partner"].search_count(members | pinned), False
        except ValidationError as error:
            return 0, str(error)
        except (psycopg2.DataError, psycopg2.ProgrammingError):
            return 0, self._get_value_message()

    def _get_rule_query(self):
        """Return the clients that the rule takes, as a Query asked with the rights of its owner.

        Raises:
            ValidationError: the rule cannot be read, or asks what the owner may not know.
        """
        partners = self._get_rule_partners()
        companies = partners.env.context["allowed_company_ids"]
        clients = Domain("is_agency_client", "=", True) & Domain("active", "=", True)
        clients &= Domain("company_id", "in", [*companies, False])
        try:
            return partners._search(clients & self._parse_rule())
        except AccessError as error:
            raise ValidationError(
                self.env._("The rule asks what %(user)s may not read. %(why)s", user=partners.env.user.name, why=error)
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            raise ValidationError(self._get_value_message()) from error

    def _get_rule_partners(self):
        """Return the empty recordset of partners in the environment of the owner of the rule."""
        owner = self._get_rule_owner()
        # sudo: companies, language and time zone of the owner only set up the environment of the question.
        company_ids = (self.company_id._origin or owner.sudo().company_ids).ids
        context = {"lang": owner.sudo().lang, "tz": owner.sudo().tz, "allowed_company_ids": company_ids}
        return self.env(user=owner.id, context=context)["res.partner"]

    def _get_rule_owner(self):
        """Whoever is changing a rule asks with their own rights, before it is saved too."""
        saved = self._origin
        changed = any(self[name] != saved[name] for name in ("mode", "domain")) or (
            self.company_id._origin != saved.company_id
        )
        return self.env.user if changed or not saved.rule_user_id else saved.rule_user_id

    def _parse_rule(self):
        """Return the conditions as a Domain whose fields exist."""
        try:
            domain = Domain(literal_eval(self.domain or "[]"))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
            raise ValidationError(self._get_syntax_message()) from error
        self._check_conditions(self.env["res.partner"], domain)
        return domain

    def _check_conditions(self, model, domain):
        for condition in domain.iter_conditions():
            comodel = self._check_path(model, condition)
            if condition.operator in ("any", "not any"):
                self._check_conditions(comodel, Domain(condition.value))

    def _check_path(self, model, condition):
        """Check that each field of a condition exists; return the model to which the last one leads."""
        *_way, last = names = condition.field_expr.split(".")
        for name in names:
            field = model._fields.get(name)
            if field is None:
                raise ValidationError(
                    self.env._(
                        "The rule names the field “%(field)s”, which “%(model)s” does not have: choose another.",
                        field=condition.field_expr,
                        model=model._description,
                    )
                )
            if name in SEGMENT_FIELDS:
                self._check_segments_of_condition(condition, last == name)
            if not field.relational:
                break
            model = self.env[field.comodel_name]
        return model

    def _check_segments_of_condition(self, condition, is_last):
        """Members of a segment may depend on segments filled by hand, never on a rule, which might be this one."""
        ids = condition.value if isinstance(condition.value, (list, tuple, set)) else [condition.value]
        named = is_last and condition.operator in ("in", "not in", "=", "!=")
        if not named or not all(type(segment_id) is int for segment_id in ids):
            raise ValidationError(self.env._("In a rule, choose segments by name: “Segments is in …”."))
        segments = self.with_context(active_test=False).search([("id", "in", list(ids)), ("mode", "=", "rule")])
        if segments:
            raise ValidationError(
                self.env._(
                    "A rule may ask for segments filled by hand only; “%(segment)s” is filled by a rule itself: "
                    "repeat its conditions instead.",
                    segment=segments[0].name,
                )
            )

    def _get_syntax_message(self):
        return self.env._(
            "The conditions of “%(segment)s” cannot be read: write values only, "
            "and days as 'today -12m' (12 months ago).",
            segment=self.name or "",
        )

    def _get_value_message(self):
        return self.env._(
            "The conditions of “%(segment)s” cannot be asked: check that each value fits its field, "
            "e.g. a number for a sum, a day for a date.",
            segment=self.name or "",
        )

    @api.constrains("mode")
    def _check_used_by_rules(self):
        """A segment that rules ask for stays filled by hand."""
        ruled = self.filtered(lambda segment: segment.mode == "rule")
        for segment in ruled and self.search([("mode", "=", "rule"), ("domain", "like", "segment_ids")]):
            segment._parse_rule()
