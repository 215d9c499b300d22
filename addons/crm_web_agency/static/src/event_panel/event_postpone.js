import { Component } from "@odoo/owl";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MOVABLE = ["activity", "call", "meeting", "task", "milestone", "requirement", "offer"];

/** Menu "Postpone": tomorrow, in some days, or a day picked in the calendar; for the given events. */
export class EventPostpone extends Component {
    static template = "crm_web_agency.EventPostpone";
    static components = { DateTimePicker, Dropdown, DropdownItem };
    static props = { getIds: Function, onDone: Function, label: { type: String, optional: true } };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.dropdown = useDropdownState();
        this.title = _t("Postpone");
        this.choices = [
            { days: 1, label: _t("Tomorrow, or by a day") },
            { days: 3, label: _t("By 3 days") },
            { days: 7, label: _t("By a week") },
        ];
    }

    get minDate() {
        return luxon.DateTime.now().startOf("day");
    }

    async postponeTo(date) {
        this.dropdown.close();
        await this.postpone({ postpone_to: serializeDate(date) });
    }

    async postpone(context) {
        const ids = await this.props.getIds();
        const action = await this.orm.call("agency.event", "action_postpone", [ids], { context });
        await this.action.doAction(action);
        await this.props.onDone();
    }
}

/** The menu in a row of the list. */
export class EventPostponeWidget extends Component {
    static template = "crm_web_agency.EventPostponeWidget";
    static components = { EventPostpone };
    static props = { ...standardWidgetProps };

    get isShown() {
        const { event_type, state } = this.props.record.data;
        return MOVABLE.includes(event_type) && state !== "done";
    }

    getIds() {
        return [this.props.record.resId];
    }

    async onDone() {
        await this.props.record.model.load();
    }
}

registry.category("view_widgets").add("agency_event_postpone", {
    component: EventPostponeWidget,
    fieldDependencies: [
        { name: "event_type", type: "selection" },
        { name: "state", type: "selection" },
    ],
});
