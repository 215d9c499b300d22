import { Component, onMounted, onWillStart, onWillUnmount, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const FIELDS = ["name", "company_registry", "vat", "email", "website"];
const PAUSE = 400;

/**
 * Clients that look like the one being filled in, while it is typed: a banner that stops nobody.
 *
 * A card that is only read asks for nothing; a text is compared once it differs from what was opened.
 */
export class LookAlikes extends Component {
    static template = "crm_web_agency.LookAlikes";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.state = useState({ clients: [], colleagues: [], isClosed: false });
        this.search = useDebounced(() => this.load(), PAUSE);
        this.onInput = this.onInput.bind(this);
        this.begin(this.props.record);
        onWillStart(() => this.load());
        onMounted(() => {
            this.form = this.rootRef.el.closest(".o_form_renderer");
            this.form?.addEventListener("input", this.onInput);
        });
        onWillUnmount(() => this.form?.removeEventListener("input", this.onInput));
        onWillUpdateProps(({ record }) => {
            if (record.id !== this.recordId || record.resId !== this.resId) {
                this.begin(record);
            }
            this.typed = { ...this.typed, ...this.read(record) };
            this.search();
        });
    }

    /** Remember what the card was opened with. */
    begin(record) {
        this.recordId = record.id;
        this.resId = record.resId;
        this.opened = record.isNew ? {} : this.read(record);
        this.typed = this.read(record);
        this.asked = null;
        Object.assign(this.state, { clients: [], colleagues: [], isClosed: false });
    }

    read(record) {
        return Object.fromEntries(FIELDS.map((name) => [name, record.data[name] || ""]));
    }

    onInput({ target }) {
        const name = target.closest(".o_field_widget[name]")?.getAttribute("name");
        const isOwn = !target.closest(".o_field_x2many, .o_dialog");
        if (isOwn && FIELDS.includes(name)) {
            this.typed = { ...this.typed, [name]: target.value };
            this.search();
        }
    }

    async load() {
        const changed = FIELDS.filter((name) => this.typed[name] && this.typed[name] !== this.opened[name]);
        const typed = Object.fromEntries(changed.map((name) => [name, this.typed[name]]));
        const question = JSON.stringify(typed);
        if (question === this.asked || this.props.record.data.parent_id) {
            return;
        }
        this.asked = question;
        const found = changed.length
            ? await this.orm.silent.call("res.partner", "get_look_alikes", [typed, this.resId])
            : { clients: [], colleagues: [] };
        // An answer to an older question comes too late.
        if (question === this.asked) {
            Object.assign(this.state, { ...found, isClosed: false });
        }
    }

    get isShown() {
        return !this.state.isClosed && this.state.clients.length + this.state.colleagues.length > 0;
    }

    close() {
        this.state.isClosed = true;
    }

    open(client) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: client.id,
            views: [[false, "form"]],
            context: { form_view_ref: "crm_web_agency.view_agency_client_form" },
        });
    }

    async merge(client) {
        if (await this.props.record.save()) {
            const action = await this.orm.call("res.partner", "action_merge_with", [[this.resId], client.id]);
            await this.action.doAction(action);
        }
    }
}

registry.category("view_widgets").add("agency_look_alikes", {
    component: LookAlikes,
    fieldDependencies: FIELDS.map((name) => ({ name, type: "char" })),
});
