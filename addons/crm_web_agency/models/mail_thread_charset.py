import codecs

from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        """Read e-mails whose encoding nobody knows as UTF-8: some odd letters are better than a lost e-mail."""
        for part in message.walk():
            charset = part.get_content_charset()
            if charset and not _is_known(charset):
                part.set_param("charset", "utf-8")
        return super()._message_parse_extract_payload(message, message_dict, save_original=save_original)


def _is_known(charset):
    try:
        codecs.lookup(charset)
    except (LookupError, ValueError):
        return False
    return True
