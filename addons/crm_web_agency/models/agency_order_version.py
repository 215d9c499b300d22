from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.readers import PRICES


class AgencyOrderVersion(models.Model):
    """What an order offered when it was sent, and the very file that the client signed.

    A version is written by its order alone (see `sale.order`); nobody edits it afterwards. Its content is kept as
    it was shown, so that it can be read whatever happens to the order.
    """

    _name = "agency.order.version"
    _description = "Version of an order"
    _order = "create_date desc, id desc"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade")
    number = fields.Integer("Version", required=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", "Client", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Made by", readonly=True)
    reason = fields.Char(readonly=True, help="Why this version was made.")
    state = fields.Selection(
        [("sent", "Sent"), ("sealed", "Signed and sealed"), ("superseded", "Superseded")],
        string="Status",
        required=True,
        readonly=True,
        default="sent",
        index=True,
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_total = fields.Monetary("Total", readonly=True, groups=PRICES)
    content = fields.Json(readonly=True, groups=PRICES, help="What was offered, as it was shown.")
    content_html = fields.Html("Offer", compute="_compute_content_html", sanitize=False, groups=PRICES)
    terms_hash = fields.Char("Digest of the terms", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "Sealed file", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    sha256 = fields.Char("SHA-256 of the file", readonly=True, index="btree_not_null")
    signed_by = fields.Char(readonly=True)
    signed_on = fields.Datetime(readonly=True)
    sign_user_id = fields.Many2one("res.users", "Signed as", readonly=True, help="The account that signed.")
    ip = fields.Char("IP address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)
    is_intact = fields.Boolean(
        "File unchanged", compute="_compute_is_intact", help="The stored file still has the digest it was sealed with."
    )

    _number_unique = models.Constraint("UNIQUE(order_id, number)", "The order already has a version of this number.")
    _one_sealed = models.UniqueIndex("(order_id) WHERE state = 'sealed'", "The order is already signed.")

    @api.depends("order_id", "number")
    def _compute_display_name(self):
        for version in self:
            # sudo: the number of the order, for everybody who may read the version.
            name = version.sudo().order_id.name
            version.display_name = self.env._("%(order)s, version %(number)s", order=name, number=version.number)

    @api.depends_context("lang")
    @api.depends("content")
    def _compute_content_html(self):
        for version in self:
            version.content_html = self.env["ir.qweb"]._render(
                "crm_web_agency.order_version_content", {"version": version}
            )

    @api.depends("sha256", "attachment_id")
    def _compute_is_intact(self):
        for version in self:
            # sudo: only the digest of the file is looked at.
            raw = version.sudo().attachment_id.with_context(bin_size=False, bin_size_raw=False).raw
            version.is_intact = bool(raw) and sha256(raw).hexdigest() == version.sha256

    def write(self, vals):
        """Let a version pass from sent to sealed and to superseded; nothing else ever changes.

        Raises:
            UserError: for any other change of a sealed version, whoever makes it.
        """
        sealed = self.filtered("sha256")
        if sealed and vals != {"state": "superseded"}:
            raise UserError(sealed._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        sealed = self.filtered("sha256")
        if sealed:
            raise UserError(sealed._get_refusal())

    def _get_refusal(self):
        return self.env._(
            "%s is signed and sealed: it is kept as it is. Make a new revision of the order instead.",
            self[0].display_name,
        )

    def action_open_file(self):
        """Download the sealed file."""
        self.ensure_one()
        self.check_access("read")
        if not self.sha256:
            raise UserError(self.env._("This version was not signed: there is no sealed file. Read it on this page."))
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}?download=true"}

    def _get_portal_address(self, download=False):
        """Return the address of the client's page, or of the sealed file, good for the holders of the order's link."""
        self.ensure_one()
        token = self.order_id._portal_ensure_token()
        return f"/my/order-versions/{self.id}?access_token={token}{'&download=1' if download else ''}"

    def _seal(self, pdf, values):
        """Keep the bytes of the signed file with their digest, and who signed them.

        Args:
            pdf: bytes of the file.
            values: signed_by, signed_on, sign_user_id, ip, user_agent.
        """
        self.ensure_one()
        file = self.env["ir.attachment"].create(
            {
                "name": f"{self.order_id.name}-v{self.number}.pdf".replace("/", "-"),
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write({**values, "state": "sealed", "attachment_id": file.id, "sha256": sha256(pdf).hexdigest()})

    @api.model
    def _find_sealed(self, raw):
        """Return what may be told to anybody who has the file: a dict, or None if the file is not a sealed one."""
        # sudo: the visitor holds the very file; no more is told than is in it, and less of the signer.
        version = self.sudo().search([("sha256", "=", sha256(raw).hexdigest())], limit=1)
        if not version:
            return None
        return {
            "order": version.order_id.name,
            "number": version.number,
            "signed_on": version.signed_on,
            "signer": " ".join(f"{word[0]}***" for word in (version.signed_by or "").split()),
            "is_current": version.state == "sealed" and version.order_id.state != "cancel",
        }
