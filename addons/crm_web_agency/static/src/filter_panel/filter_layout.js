import { Component, useState } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { Layout } from "@web/search/layout";
import { FilterPanel } from "./filter_panel";

/** Opens and closes the filter panel; tells how many conditions are set in it. */
export class FilterButton extends Component {
    static template = "crm_web_agency.FilterButton";
    static props = {};

    setup() {
        this.state = useState(this.env.searchModel.agencyFilter);
    }

    toggle() {
        this.env.searchModel.setAgencyPanel({ open: !this.state.open });
    }
}

/** State of the panel of the window; screens without a search have none. */
function useAgencyFilter(env) {
    const { agencyFilter } = env.searchModel || {};
    return agencyFilter ? useState(agencyFilter) : { available: false };
}

patch(ControlPanel.prototype, {
    setup() {
        super.setup();
        this.agencyFilter = useAgencyFilter(this.env);
        this.agencyFilterButton = FilterButton;
    },
});

patch(Layout.prototype, {
    setup() {
        super.setup();
        this.agencyFilter = useAgencyFilter(this.env);
        this.agencyFilterPanel = FilterPanel;
    },
});
