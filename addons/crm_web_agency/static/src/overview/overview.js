import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatFloatTime, formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** First screen of the app: what waits for the user. */
export class AgencyOverview extends Component {
    static template = "crm_web_agency.Overview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ cards: [], stages: [], events: [] });
        onWillStart(async () => {
            Object.assign(this.state, await this.orm.call("agency.overview", "get_overview", []));
        });
    }

    get isCalm() {
        return !this.state.events.length;
    }

    get eventsTitle() {
        return _t("What comes next");
    }

    /** Big figure of a card: its amount or hours where it is about those, else how many records. */
    figure(card) {
        if (card.headline === "amount") {
            return this.amount(card.amount);
        }
        return card.hours === undefined ? formatInteger(card.count) : formatFloatTime(card.hours);
    }

    /** Small line under the figure. */
    note(card) {
        if (card.bounds) {
            return card.bounds.map((bound) => this.amount(bound)).join(" – ");
        }
        return card.amount && card.headline !== "amount" ? this.amount(card.amount) : "";
    }

    amount(value) {
        return formatMonetary(Math.round(value), {
            currencyId: this.state.currency_id,
            digits: [16, 0],
        });
    }

    day(value) {
        const { DateTime } = luxon;
        const date = deserializeDate(value);
        const days = Math.round(date.diff(DateTime.local().startOf("day"), "days").days);
        return Math.abs(days) <= 1 ? date.toRelativeCalendar({ unit: "days" }) : formatDate(date);
    }

    stageWidth(stage) {
        const most = Math.max(...this.state.stages.map((other) => other.count), 1);
        return `width: ${Math.round((100 * stage.count) / most)}%`;
    }

    open(action) {
        return this.action.doAction(action);
    }

    openEvent(event) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: event.res_model,
            res_id: event.res_id,
            views: [[false, "form"]],
        });
    }

    openAllEvents() {
        return this.action.doAction("crm_web_agency.action_agency_events");
    }
}

registry.category("actions").add("crm_web_agency.overview", AgencyOverview);
