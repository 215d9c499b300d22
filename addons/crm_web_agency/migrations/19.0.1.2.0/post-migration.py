import json

from odoo.tools import html2plaintext
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Deliverables were one text of a service and are rows now: the text becomes the first row."""
    if not column_exists(cr, "product_template", "deliverables"):
        return
    cr.execute("SELECT id, deliverables FROM product_template WHERE deliverables IS NOT NULL")
    for product_id, texts in cr.fetchall():
        names = {lang: " ".join(html2plaintext(text or "").split()) for lang, text in texts.items()}
        if any(names.values()):
            cr.execute(
                "INSERT INTO agency_service_deliverable (product_tmpl_id, sequence, name) VALUES (%s, 10, %s)",
                [product_id, json.dumps({**names, "en_US": names.get("en_US") or next(filter(None, names.values()))})],
            )
