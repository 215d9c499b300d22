from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# The scheduled action runs every hour; what was counted more recently than this is left for the next run.
FRESH = timedelta(minutes=50)


class AgencyClientSegment(models.Model):
    """Members of a segment with a rule: counted anew in one statement, whatever their number."""

    _inherit = "agency.client.segment"

    pinned_partner_ids = fields.Many2many(
        "res.partner",
        "agency_segment_pinned_rel",
        "segment_id",
        "partner_id",
        "Always in",
        check_company=True,
        copy=False,
        help="Clients that stay in the segment whatever the rule says.",
    )
    last_computed = fields.Datetime("Recounted", readonly=True, copy=False)
    last_joined = fields.Integer("Joined", readonly=True, copy=False, help="Clients that the last recount added.")
    last_left = fields.Integer("Left", readonly=True, copy=False, help="Clients that the last recount took out.")
    last_error = fields.Char("Not recounted", readonly=True, copy=False)

    def action_recompute(self):
        """Count members of the segments anew and tell how many clients joined and left."""
        self.check_access("write")
        ruled = self.filtered(lambda segment: segment.mode == "rule")
        if not ruled:
            raise ValidationError(self.env._("Only segments filled by a rule are recounted."))
        ruled._recompute_rules()
        message = self.env._(
            "Segments recounted: %(segments)s. Clients joined: %(joined)s, left: %(left)s.",
            segments=len(ruled),
            joined=sum(ruled.mapped("last_joined")),
            left=sum(ruled.mapped("last_left")),
        )
        params = {"type": "success", "message": message, "next": {"type": "ir.actions.client", "tag": "soft_reload"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def _recompute_rules(self):
        """Count members of those segments that have a rule and are not archived."""
        for segment in self.filtered(lambda segment: segment.mode == "rule" and segment.active):
            segment._recompute_members()

    def _recompute_members(self):
        """Let join who meets the rule or is pinned, and leave who is not: one statement.

        Raises:
            ValidationError: the rule cannot be asked; the members stay as they were.
        """
        query = self._get_rule_query()
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                [(joined, left)] = self.env.execute_query(self._get_members_sql(query))
        except (psycopg2.DataError, psycopg2.ProgrammingError) as error:
            raise ValidationError(self._get_value_message()) from error
        self.invalidate_recordset(["partner_ids", "partner_count"])
        self.env["res.partner"].invalidate_model(["segment_ids"])
        self._note_recount(last_joined=joined, last_left=left, last_error=False)

    def _get_members_sql(self, query):
        """Return the statement that makes the members those of the query; it gives (joined, left)."""
        return SQL(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM res_partner WHERE id IN %(query)s
                 UNION
                SELECT partner_id FROM agency_segment_pinned_rel WHERE segment_id = %(segment)s
            ), joined AS (
                INSERT INTO agency_segment_partner_rel (segment_id, partner_id)
                SELECT %(segment)s, id FROM due
                ON CONFLICT DO NOTHING RETURNING 1
            ), gone AS (
                DELETE FROM agency_segment_partner_rel
                 WHERE segment_id = %(segment)s AND partner_id NOT IN (SELECT id FROM due) RETURNING 1
            )
            SELECT (SELECT count(*) FROM joined), (SELECT count(*) FROM gone)
            """,
            query=query.subselect(),
            segment=self.id,
        )

    def _note_recount(self, **values):
        # sudo: when it was counted is no change of the segment that somebody makes.
        self.sudo().write({"last_computed": fields.Datetime.now(), **values})

    def _pin_members(self):
        """Keep clients picked by hand in segments that get a rule."""
        for segment in self:
            segment.pinned_partner_ids |= segment.partner_ids

    def _forget_rule(self):
        """Clients of a segment that is filled by hand from now on stay in it; nothing is left of the rule."""
        self.filtered("pinned_partner_ids").pinned_partner_ids = False
        self.filtered("last_computed").write(
            {"last_computed": False, "last_joined": 0, "last_left": 0, "last_error": False}
        )

    @api.model
    def _cron_recompute_segments(self):
        """Count the segments that have waited longest; a killed run goes on where it stopped.

        A rule that cannot be asked any more (its owner lost rights, a field is gone) leaves its
        members as they are and says why on the segment; the others are counted.
        """
        stale = Domain("last_computed", "=", False) | Domain("last_computed", "<", fields.Datetime.now() - FRESH)
        segments = self.search(Domain("mode", "=", "rule") & stale, order="last_computed NULLS FIRST, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(segments))
        for segment in segments:
            segment = segment.try_lock_for_update()
            if segment:
                segment._recompute_or_note()
            if not cron._commit_progress(1):
                break

    def _recompute_or_note(self):
        try:
            with self.env.cr.savepoint():
                self._recompute_members()
        except ValidationError as error:
            self._note_recount(last_error=str(error))
