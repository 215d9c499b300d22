"""Segments of the client on documents: to filter and to group by, read from the client at the moment."""

from odoo import fields, models

READERS = "crm_web_agency.group_agency_user"


def client_segments(path):
    """A field with the segments of the client at the end of a path of many2one fields.

    Not stored: Odoo joins the client to search and to group, so recounting a segment rewrites no document.
    """
    return fields.Many2many(
        "agency.client.segment", string="Client segments", related=f"{path}.segment_ids", groups=READERS
    )


class CrmLead(models.Model):
    _inherit = "crm.lead"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class ContractContract(models.Model):
    _inherit = "contract.contract"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class AgencyRequirement(models.Model):
    _inherit = "agency.requirement"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class AgencyWebsite(models.Model):
    _inherit = "agency.website"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class AgencyAcceptanceAct(models.Model):
    _inherit = "agency.acceptance.act"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class ProjectProject(models.Model):
    _inherit = "project.project"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class ProjectTask(models.Model):
    _inherit = "project.task"

    client_segment_ids = client_segments("partner_id.commercial_partner_id")


class AccountMove(models.Model):
    _inherit = "account.move"

    client_segment_ids = client_segments("commercial_partner_id")


class AgencyClientService(models.Model):
    _inherit = "agency.client.service"

    client_segment_ids = client_segments("partner_id")


class AgencyEvent(models.Model):
    _inherit = "agency.event"

    client_segment_ids = client_segments("partner_id")
