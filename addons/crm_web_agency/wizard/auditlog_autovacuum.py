import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class AuditlogAutovacuum(models.TransientModel):
    _inherit = "auditlog.autovacuum"

    @api.model
    def autovacuum(self, days, chunk_size=None):
        """Delete nothing: the audit is kept for good, whatever age the scheduled action names."""
        _logger.info("The audit is kept for good: nothing older than %s days is deleted.", days)
        return True
