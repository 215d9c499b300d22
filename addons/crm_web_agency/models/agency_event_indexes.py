"""Indexes by which the sources find what is open, of a person, by day."""

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    _agency_open_idx = models.Index("(user_id, date_deadline) WHERE active IS TRUE")


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    _agency_stop_idx = models.Index("(stop, start)")
    _agency_own_idx = models.Index("(user_id, stop)")


class AccountMove(models.Model):
    _inherit = "account.move"

    _agency_due_idx = models.Index(
        "(invoice_user_id, invoice_date_due) WHERE state = 'posted' AND (payment_state NOT IN "
        "('paid', 'in_payment', 'reversed', 'blocked') OR payment_state IS NULL)"
    )
    _agency_debt_idx = models.Index(
        "(commercial_partner_id, invoice_date_due) WHERE state = 'posted' "
        "AND payment_state NOT IN ('paid', 'reversed', 'in_payment') AND move_type IN ('out_invoice', 'out_refund')"
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    _agency_offer_idx = models.Index("(user_id, validity_date) WHERE state = 'sent'")


class ProjectProject(models.Model):
    _inherit = "project.project"

    _agency_user_idx = models.Index("(user_id)")


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    _agency_open_idx = models.Index("(project_id, deadline) WHERE is_reached IS NOT TRUE")


class AgencyAcceptanceAct(models.Model):
    _inherit = "agency.acceptance.act"

    _agency_open_idx = models.Index("(user_id, date) WHERE state NOT IN ('cancelled', 'signed', 'invoiced')")


class AgencyRequirement(models.Model):
    _inherit = "agency.requirement"

    _agency_open_idx = models.Index("(user_id, wanted_date) WHERE state NOT IN ('delivered', 'declined')")
