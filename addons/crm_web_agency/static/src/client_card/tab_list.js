import { Component, onWillStart, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const LIMIT = 80;

/**
 * List of what belongs to a client, in a tab of its card. It is read when the tab is opened, so that
 * a card opens as fast with a thousand orders as with one. What it shows is the action of a button.
 */
export class TabList extends Component {
    static template = "crm_web_agency.TabList";
    static components = { View };
    static props = { ...standardWidgetProps, method: String, newLabel: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ version: 0 });
        // The list is no window: it has no filters, no favourites and no breadcrumbs of its own.
        useSubEnv({ config: getDefaultConfig() });
        onWillStart(async () => {
            this.window = await this.orm.call(this.props.record.resModel, this.props.method, [
                [this.props.record.resId],
            ]);
            this.canCreate = this.props.newLabel && (await user.checkAccessRight(this.window.res_model, "create"));
        });
    }

    get formViewId() {
        return this.window.views.find(([, type]) => type === "form")?.[0] || false;
    }

    get viewProps() {
        const type = this.env.isSmall ? "kanban" : "list";
        const { res_model: resModel, domain, views, help: noContentHelp } = this.window;
        const context = { ...this.window.context, agency_client_card: true };
        const props = { type, resModel, domain, context, noContentHelp, limit: LIMIT, useSampleModel: false };
        props.views = views.filter((view) => view[1] === type);
        props.display = { controlPanel: false, searchPanel: false };
        props.selectRecord = (resId) => this.open(resId);
        props.createRecord = () => this.create();
        if (type === "list") {
            props.allowSelectors = false;
        } else {
            props.forceGlobalClick = true;
        }
        return props;
    }

    open(resId) {
        const { res_model } = this.window;
        const views = [[this.formViewId, "form"]];
        return this.action.doAction({ type: "ir.actions.act_window", res_model, res_id: resId, views });
    }

    create() {
        this.dialog.add(FormViewDialog, {
            resModel: this.window.res_model,
            viewId: this.formViewId,
            context: this.window.context,
            title: this.props.newLabel,
            onRecordSaved: () => this.state.version++,
        });
    }

    openAll() {
        return this.action.doAction(this.window);
    }
}

registry.category("view_widgets").add("agency_tab_list", {
    component: TabList,
    extractProps: ({ attrs }) => ({ method: attrs.method, newLabel: attrs.string }),
});
