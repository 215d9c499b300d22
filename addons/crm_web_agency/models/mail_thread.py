from odoo import api, models

from ..tools.portal_links import is_plain_token


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _get_thread_with_access(self, thread_id, *, hash=None, pid=None, token=None, **kwargs):
        """Refuse expired links in the chatter of the portal too; rights count as ever.

        The hash is made of the token, so it lives and dies with it.
        """
        if token or hash:
            # sudo: only to see whether the link, which stands for the right to read, still works.
            document = self.sudo().browse(thread_id).exists()
            token, hash = document._get_live_link(token), document._get_live_link(hash)
            # Without a token of its own no token fits; comparing with nothing raises an error.
            field = self._mail_post_token_field
            token = token if field in self._fields and document[field] else None
        return super()._get_thread_with_access(thread_id, hash=hash, pid=pid, token=token, **kwargs)

    def _get_live_link(self, token):
        """Return the token or hash of a link if it may be compared with the document's, else None."""
        is_document = isinstance(self, self.env.registry["portal.mixin"])
        if not self or not is_plain_token(token) or (is_document and self._is_portal_link_expired()):
            return None
        return token
