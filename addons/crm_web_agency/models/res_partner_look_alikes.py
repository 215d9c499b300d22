from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from ..tools.client_names import get_host, get_name_key
from ..tools.mail_domains import get_own_domain

# How much two names have in common (pg_trgm, 0 to 1) to be shown; how many clients are shown.
SIMILAR = 0.6
SHOWN = 5
LONGEST = 200
TYPED_FIELDS = ("name", "company_registry", "vat", "email", "website")


class ResPartner(models.Model):
    """Look-alikes of a client: found by indexed keys while a card is being filled in."""

    _inherit = "res.partner"

    name_key = fields.Char(
        compute="_compute_name_key", store=True, index="trigram", export_string_translation=False, copy=False
    )
    email_own_domain = fields.Char(
        compute="_compute_email_own_domain",
        store=True,
        index="btree_not_null",
        export_string_translation=False,
        copy=False,
    )
    website_host = fields.Char(
        compute="_compute_website_host", store=True, index="btree_not_null", export_string_translation=False, copy=False
    )

    @api.depends("name", "parent_id")
    def _compute_name_key(self):
        for partner in self:
            partner.name_key = not partner.parent_id and get_name_key(partner.name)

    @api.depends("email_normalized")
    def _compute_email_own_domain(self):
        for partner in self:
            partner.email_own_domain = get_own_domain(partner.email_normalized)

    @api.depends("website")
    def _compute_website_host(self):
        for partner in self:
            partner.website_host = get_host(partner.website)

    def _compute_same_vat_partner_id(self):
        """Odoo names partners whom the user may not see: only those they may are left."""
        result = super()._compute_same_vat_partner_id()
        found = self.same_vat_partner_id | self.same_company_registry_partner_id
        seen = found.sudo(False)._filtered_access("read") if found else found
        for partner in self:
            partner.same_vat_partner_id &= seen
            partner.same_company_registry_partner_id &= seen
        return result

    # ---------------------------------------------------------------- while typing

    @api.model
    @api.readonly
    def get_look_alikes(self, typed, partner_id=False):
        """Return clients that look like the one being filled in.

        Args:
            typed: {field name: text} with any of name, company_registry, vat, email, website.
            partner_id: id of the client itself once it is saved; it and its contacts are left out.

        Returns:
            dict: ``clients``, a list of {id, name, reasons: [text], stage, manager, can_merge} of those whom
            the user may read; ``colleagues``, sentences on clients of others, which tell their account manager
            and nothing else. Nothing for those who may not add contacts.
        """
        if not self.has_access("create"):
            return {"clients": [], "colleagues": []}
        reasons = self._find_look_alikes(self._get_keys(typed), partner_id)
        found = self.browse(reasons).exists()
        readable = found._filtered_access("read")
        hidden = (found - readable).filtered(lambda partner: "similar_name" not in reasons[partner.id])
        return {
            "clients": [partner._describe_look_alike(reasons[partner.id], partner_id) for partner in readable[:SHOWN]],
            "colleagues": hidden._describe_colleagues(),
        }

    @api.model
    def _get_keys(self, typed):
        """What to compare: {"name", "codes", "email_domain", "host"}, each empty if nothing is to be found by it."""
        typed = {name: str(typed.get(name) or "")[:LONGEST] for name in TYPED_FIELDS}
        codes = {
            typed["company_registry"].strip(),
            typed["vat"].strip(),
            typed["vat"].strip().upper().removeprefix("UA"),
        }
        codes |= {f"UA{code}" for code in codes if code.isdigit()}
        return {
            "name": get_name_key(typed["name"]),
            "codes": sorted(code for code in codes if len(code) > 3),
            "email_domain": get_own_domain(email_normalize(typed["email"]) or ""),
            "host": get_host(typed["website"]),
        }

    @api.model
    def _find_look_alikes(self, keys, partner_id):
        """Reasons by client, the best first: {partner id: set of codes of reasons}."""
        queries = self._get_look_alike_queries(keys)
        if not queries:
            return {}
        self.flush_model(
            ["name_key", "company_registry", "vat", "email_own_domain", "website_host", "commercial_partner_id"]
        )
        self.env["agency.website"].flush_model(["domain", "partner_id"])
        self.env.cr.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, TRUE)", [str(SIMILAR)])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, array_agg(DISTINCT f.reason), max(f.score) AS best
                  FROM (%(found)s) f
                  JOIN res_partner p ON p.id = f.id
                  JOIN res_partner c ON c.id = p.commercial_partner_id
                 WHERE c.id != %(own)s
                   AND (c.company_id IS NULL OR c.company_id = ANY(%(companies)s))
                   AND NOT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = c.id AND u.share IS NOT TRUE)
                   AND NOT EXISTS (SELECT 1 FROM res_company k WHERE k.partner_id = c.id)
                 GROUP BY c.id
                 ORDER BY best DESC, c.id
                 LIMIT %(limit)s
                """,
                found=SQL(" UNION ALL ").join(queries),
                # sudo: the family of a saved client is left out, whoever asks.
                own=self.browse(partner_id or ()).sudo().exists().commercial_partner_id.id or 0,
                companies=self.env.companies.ids,
                limit=4 * SHOWN,
            )
        )
        return {found_id: set(reasons) for found_id, reasons, _best in rows}

    @api.model
    def _get_look_alike_queries(self, keys):
        """SELECTs of (id, reason, score), one per index that is asked."""
        queries = []
        if keys["name"]:
            queries.append(self._select_same_name(keys["name"]))
        if keys["codes"]:
            columns = (SQL.identifier("company_registry"), SQL.identifier("vat"))
            queries += [
                SQL(
                    "SELECT id, 'code' AS reason, 3.0 AS score FROM res_partner WHERE %s = ANY(%s)",
                    column,
                    keys["codes"],
                )
                for column in columns
            ]
        if keys["email_domain"]:
            queries.append(self._select_same("email_own_domain", keys["email_domain"], "email_domain"))
        if keys["host"]:
            queries.append(self._select_same("website_host", keys["host"], "website"))
            queries.append(
                SQL(
                    "SELECT partner_id AS id, 'website' AS reason, 2.0 AS score FROM agency_website"
                    " WHERE domain IS NOT NULL AND active IS TRUE AND lower(domain) = ANY(%s)",
                    [keys["host"], f"www.{keys['host']}"],
                )
            )
        return queries

    @api.model
    def _select_same(self, column, value, reason):
        return SQL(
            "(SELECT id, %s AS reason, 2.0 AS score FROM res_partner WHERE %s = %s LIMIT 50)",
            reason,
            SQL.identifier(column),
            value,
        )

    @api.model
    def _select_same_name(self, key):
        """Names with the same key, and those that differ by a mistake in typing where the database can tell."""
        if not self.env.registry.has_trigram:
            return SQL("(SELECT id, 'name' AS reason, 2.5 AS score FROM res_partner WHERE name_key = %s LIMIT 50)", key)
        indexed = self.env.registry.unaccent(SQL.identifier("name_key"))
        wanted = self.env.registry.unaccent(SQL("%s", key))
        return SQL(
            "(SELECT id, CASE WHEN name_key = %(key)s THEN 'name' ELSE 'similar_name' END AS reason,"
            " similarity(%(indexed)s, %(wanted)s) + CASE WHEN name_key = %(key)s THEN 1.5 ELSE 0 END AS score"
            " FROM res_partner WHERE %(indexed)s %% %(wanted)s ORDER BY score DESC LIMIT 50)",
            key=key,
            indexed=indexed,
            wanted=wanted,
        )

    def _describe_look_alike(self, reasons, partner_id):
        labels = {
            "code": self.env._("the same tax number"),
            "name": self.env._("the same name"),
            "similar_name": self.env._("a similar name"),
            "email_domain": self.env._("the same e-mail domain"),
            "website": self.env._("the same website"),
        }
        stages = dict(self._fields["client_stage"]._description_selection(self.env))
        # sudo: the name of a colleague, who keeps a client that the user may read.
        manager = self.sudo().user_id.name or ""
        return {
            "id": self.id,
            "name": self.display_name if self.active else self.env._("%s (archived)", self.display_name),
            "reasons": [label for code, label in labels.items() if code in reasons],
            "stage": stages.get(self.client_stage, ""),
            "manager": manager,
            "can_merge": bool(partner_id) and self._can_merge_with(partner_id),
        }

    def _describe_colleagues(self):
        """One sentence per account manager whose client it may be; the client itself is not named."""
        # sudo: no more than whom to ask, so that two people do not court one client unawares.
        managers = self.sudo().filtered("is_agency_client").user_id
        return [
            self.env._("%s keeps a client like this: talk to them before you add it.", manager.name)
            for manager in managers[:SHOWN]
        ]

    # ---------------------------------------------------------------- merging

    def _can_merge_with(self, partner_id):
        pair = self | self.browse(partner_id)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        return wizard.has_access("create") and pair.has_access("write")

    def action_merge_with(self, other_id):
        """Open Odoo's wizard to merge the client with another one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_merge")
        action["context"] = {"active_model": "res.partner", "active_ids": [self.id, int(other_id)]}
        return action
