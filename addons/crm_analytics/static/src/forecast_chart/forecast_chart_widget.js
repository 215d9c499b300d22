import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ForecastChart } from "./forecast_chart";

/** Chart of the latest forecast, on the form of a client or of a forecast. */
export class ForecastChartWidget extends Component {
    static template = "crm_analytics.ForecastChartWidget";
    static components = { ForecastChart };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ forecast: false, loaded: false });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((props) => {
            if (props.record.resId !== this.loadedId) {
                return this.load(props.record);
            }
        });
    }

    async load({ resModel, resId }) {
        this.loadedId = resId;
        const forecast = resId && (await this.fetch(resModel, resId));
        if (resId === this.loadedId) {
            Object.assign(this.state, { forecast: forecast || false, loaded: true });
        }
    }

    fetch(resModel, resId) {
        return resModel === "agency.forecast"
            ? this.orm.call(resModel, "get_own_chart", [[resId]])
            : this.orm.call("agency.forecast", "get_chart", ["client", resId]);
    }
}

registry.category("view_widgets").add("agency_forecast_chart", { component: ForecastChartWidget });
