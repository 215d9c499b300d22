from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

DIRECTOR = "crm_web_agency.group_agency_director"


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging clients keeps what the agency knows of both.

    Odoo moves what points at the merged card; here are the things it forgets: what people typed into
    computed fields, properties, followers that both have, names and stages derived from the card.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        self._check_merge(partners)
        if not dst_partner or dst_partner not in partners:
            dst_partner = self._get_ordered_partner(partners.ids)[-1:]
        # Odoo asks for one address because mail would go elsewhere; a card without any cannot do that.
        if len(set(filter(None, partners.mapped("email")))) < 2 or self.env.user.has_group(DIRECTOR):
            extra_checks = False
        kept = self._get_kept_values(partners - dst_partner, dst_partner)
        is_shared = not all(partner.company_id for partner in partners)
        result = super()._merge(partners.ids, dst_partner, extra_checks)
        if len(partners) > 1:
            dst_partner.write({**kept, **({"company_id": False} if is_shared and dst_partner.company_id else {})})
            self._refresh_after_merge(dst_partner)
        return result

    def _check_merge(self, partners):
        """Refuse what must not become one: cards of others and of different companies."""
        partners.check_access("write")
        companies = partners.company_id
        if len(companies) > 1:
            raise UserError(
                self.env._(
                    "Cards of different companies (%s) cannot be merged: the documents of one would show in the other.",
                    ", ".join(companies.mapped("name")),
                )
            )

    def _get_kept_values(self, sources, target):
        """Values of computed fields and properties that the remaining card lacks and a merged one has."""
        values = {}
        for name in self._get_typed_fields():
            if not target[name]:
                found = next((source[name] for source in sources if source[name]), False)
                if found:
                    values[name] = found.id if isinstance(found, models.BaseModel) else found
        own = target.read(["properties"])[0]["properties"] if target else []
        properties = {prop["name"]: prop.get("value") for prop in own if prop.get("value")}
        for source in sources.read(["properties"]):
            for prop in source["properties"]:
                if prop.get("value"):
                    properties.setdefault(prop["name"], prop["value"])
        if properties:
            values["properties"] = {name: self._get_property_id(value) for name, value in properties.items()}
        return values

    def _get_typed_fields(self):
        """Computed fields that people fill in, such as the account manager: Odoo's wizard leaves them out."""
        return [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.compute and field.store and not field.readonly and not field.related
            if field.type not in ("one2many", "many2many", "properties", "binary")
            if self.env["res.partner"]._has_field_access(field, "write")
        ]

    def _get_property_id(self, value):
        """The value of a property as it is written: records are read as (id, name)."""
        if isinstance(value, tuple):
            return value[0]
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            return [record_id for record_id, _name in value]
        return value

    # ---------------------------------------------------------------- rows that both have

    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        if model == "res.partner":
            self._drop_doubles(src_records, dst_record)
        return super()._update_foreign_keys_generic(model, src_records, dst_record)

    def _update_reference_fields_generic(
        self, referenced_model, src_records, dst_record, additional_update_records=None
    ):
        if referenced_model == "res.partner":
            self._drop_double_followers(src_records, dst_record)
        return super()._update_reference_fields_generic(
            referenced_model, src_records, dst_record, additional_update_records
        )

    def _drop_doubles(self, sources, target):
        """Drop rows that the target or another source has too, one by one.

        Odoo would drop all rows of the sources in a table in which one is there twice, or fail.
        """
        self.env.flush_all()
        for table, column, others in self._get_unique_keys():
            same = SQL(" AND ").join(
                SQL("d.%s = s.%s", SQL.identifier(other), SQL.identifier(other)) for other in others
            )
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %(table)s s USING %(table)s d WHERE s.%(column)s IN %(sources)s AND %(same)s"
                    " AND (d.%(column)s = %(target)s OR (d.%(column)s IN %(sources)s AND d.ctid < s.ctid))",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    sources=tuple(sources.ids),
                    same=same,
                    target=target.id,
                )
            )

    def _get_unique_keys(self):
        """Unique keys with a reference to a partner and something else: [(table, column, other columns)]."""
        return self.env.execute_query(
            SQL(
                """
                SELECT t.relname, a.attname, array_agg(o.attname::text)
                  FROM pg_constraint f
                  JOIN pg_class t ON t.oid = f.conrelid
                  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = f.conkey[1]
                  JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique AND i.indexprs IS NULL
                   AND i.indkey::int2[] @> ARRAY[a.attnum]
                  JOIN pg_attribute o ON o.attrelid = t.oid AND o.attnum = ANY(i.indkey) AND o.attnum != a.attnum
                 WHERE f.contype = 'f' AND f.confrelid = 'res_partner'::regclass AND cardinality(f.conkey) = 1
                   AND t.relname NOT LIKE 'base_partner_merge_%%'
                 GROUP BY t.relname, a.attname, i.indexrelid
                """
            )
        )

    def _drop_double_followers(self, sources, target):
        """Whoever follows both cards follows the one that is left."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM mail_followers s USING mail_followers d
                 WHERE s.res_model = 'res.partner' AND d.res_model = 'res.partner' AND d.partner_id = s.partner_id
                   AND s.res_id IN %(sources)s
                   AND (d.res_id = %(target)s OR (d.res_id IN %(sources)s AND d.id < s.id))
                """,
                sources=tuple(sources.ids),
                target=target.id,
            )
        )
        self.env["mail.followers"].invalidate_model()

    # ---------------------------------------------------------------- what follows from the card

    def _refresh_after_merge(self, partner):
        """Compute anew what Odoo moved past the ORM: names of contacts, the stage, owners on documents, segments."""
        self.env.invalidate_all()
        # sudo: stored values that follow from the card, whoever may see them.
        client = partner.sudo().with_context(active_test=False)
        client.modified(["name", "parent_id", "commercial_partner_id", "user_id", "child_ids", "sale_order_ids"])
        family = client | client.child_ids
        for name in ("commercial_partner_id", "complete_name", "client_stage", "last_order_date"):
            self.env.add_to_compute(client._fields[name], family)
        self.env.flush_all()
        for segment in client.segment_ids.filtered(lambda segment: segment.mode == "rule"):
            segment._recompute_or_note()
