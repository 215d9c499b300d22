import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { EventPostpone } from "./event_postpone";

/** List of events: "Postpone" beside the number of the selected ones, on a phone too. */
export class EventListController extends ListController {
    static template = "crm_web_agency.EventListView";
    static components = { ...ListController.components, EventPostpone };

    setup() {
        super.setup();
        this.postponeLabel = _t("Postpone");
    }

    getEventIds() {
        return this.model.root.getResIds(true);
    }

    async onEventsChanged() {
        await this.model.load();
    }
}

registry.category("views").add("agency_event_list", { ...listView, Controller: EventListController });
