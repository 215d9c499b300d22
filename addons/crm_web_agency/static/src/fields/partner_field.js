import { registry } from "@web/core/registry";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";

/**
 * Forms of Odoo ask for the field "res_partner_many2one", which only the paid enrichment of
 * contacts (partner_autocomplete) defines. Without that add-on every such form warns in the
 * console. A service starts when all add-ons are loaded, so that theirs wins if it is there.
 */
registry.category("services").add("crm_web_agency.partner_field", {
    start() {
        const fields = registry.category("fields");
        if (!fields.contains("res_partner_many2one")) {
            fields.add("res_partner_many2one", buildM2OFieldDescription(Many2OneField));
        }
    },
});
