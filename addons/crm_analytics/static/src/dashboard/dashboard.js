import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatFloat, formatInteger, formatPercentage } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ForecastChart, formatFigure, formatMonth } from "../forecast_chart/forecast_chart";

/** Number of needs by category, as lying bars; a click opens the needs. */
export class NeedsChart extends Component {
    static template = "crm_analytics.NeedsChart";
    static props = { needs: Array, onNeed: Function };

    setup() {
        this.canvasRef = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvasRef.el, this.config);
                return () => chart.destroy();
            },
            () => [this.props.needs]
        );
    }

    get config() {
        const style = getComputedStyle(this.canvasRef.el);
        const ticks = { color: style.color, font: { family: style.fontFamily }, precision: 0 };
        return {
            type: "bar",
            data: {
                labels: this.props.needs.map((need) => need.name || _t("No category")),
                datasets: [
                    {
                        label: _t("Needs"),
                        data: this.props.needs.map((need) => need.count),
                        backgroundColor: style.getPropertyValue("--agency-expected").trim(),
                        borderRadius: 4,
                        maxBarThickness: 22,
                    },
                ],
            },
            options: {
                indexAxis: "y",
                animation: false,
                responsive: true,
                maintainAspectRatio: false,
                onClick: (_event, elements) => elements.length && this.props.onNeed(this.props.needs[elements[0].index]),
                scales: {
                    x: { beginAtZero: true, ticks, grid: { display: false } },
                    y: { ticks, grid: { display: false } },
                },
                plugins: { legend: { display: false } },
            },
        };
    }
}

/** Director's dashboard: revenue with its forecast, needs, clients. */
export class AnalyticsDashboard extends Component {
    static template = "crm_analytics.Dashboard";
    static components = { Layout, ForecastChart, NeedsChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.state = useState({ refreshing: false, forecast: false, needs: [], clients: [] });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("agency.dashboard", "get_dashboard", []));
    }

    async refresh() {
        this.state.refreshing = true;
        try {
            await this.orm.call("agency.forecast", "action_refresh", [[]]);
            await this.load();
            this.notification.add(_t("The forecasts are of this minute."), { type: "success" });
        } finally {
            this.state.refreshing = false;
        }
    }

    get forecast() {
        return this.state.forecast;
    }

    get hasForecast() {
        return this.forecast && this.forecast.enough_data;
    }

    /** Newest months first, as a table is read. */
    get rows() {
        return [...this.forecast.points].reverse();
    }

    get quality() {
        const { mase, coverage, n_observations, as_of, method_label } = this.forecast;
        return [
            [_t("Method"), method_label],
            [_t("Error against the naive forecast (MASE)"), mase ? formatFloat(mase, { digits: [16, 2] }) : "–"],
            [_t("Measured coverage of the 80 % interval"), coverage ? formatPercentage(coverage) : "–"],
            [_t("Months of history"), formatInteger(n_observations)],
            [_t("Made on"), formatDate(deserializeDate(as_of))],
        ];
    }

    month(value) {
        return formatMonth(value);
    }

    money(value) {
        return formatFigure(value, { measure: "revenue", currency_id: this.state.currency_id });
    }

    clientWidth(client) {
        return `width: ${Math.round((100 * client.expected) / this.state.clients[0].expected)}%`;
    }

    get needsHeight() {
        return `height: ${Math.max(this.state.needs.length * 30 + 40, 160)}px`;
    }

    async openMonth(month) {
        return this.action.doAction(await this.orm.call("agency.dashboard", "get_month_action", [month]));
    }

    openNeeds(need) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: need.name || _t("No category"),
            res_model: "agency.requirement",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: need.domain,
        });
    }

    openClient(client) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: client.id,
            views: [[false, "form"]],
        });
    }

    openForecasts() {
        return this.action.doAction("crm_analytics.agency_forecast_action");
    }
}

registry.category("actions").add("crm_analytics.dashboard", AnalyticsDashboard);
