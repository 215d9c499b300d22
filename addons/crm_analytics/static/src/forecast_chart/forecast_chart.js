import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";

const FAN = [
    { low: "lower", high: "upper", alpha: 0.14, label: _t("80 % interval") },
    { low: "lower50", high: "upper50", alpha: 0.28, label: _t("50 % interval") },
];

/** Rounded, and never beyond the figures themselves. */
const SMOOTH = { cubicInterpolationMode: "monotone" };

/** "Nov 2026" in the user's language. */
export function formatMonth(month) {
    return deserializeDate(month).toFormat("LLL yyyy");
}

/** A figure of a forecast: money in its currency, hours and counts as numbers. */
export function formatFigure(value, forecast) {
    return forecast.measure === "revenue"
        ? formatMonetary(Math.round(value), { currencyId: forecast.currency_id, digits: [16, 0] })
        : formatFloat(value, { digits: [16, 1] });
}

/** Months that were, months that are expected, and how sure that is. */
export class ForecastChart extends Component {
    static template = "crm_analytics.ForecastChart";
    static props = {
        forecast: Object,
        onMonth: { type: Function, optional: true },
        height: { type: Number, optional: true },
    };
    static defaultProps = { height: 280 };

    setup() {
        this.canvasRef = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvasRef.el, this.config);
                return () => chart.destroy();
            },
            () => [this.props.forecast]
        );
    }

    get points() {
        return this.props.forecast.points;
    }

    get config() {
        return {
            type: "line",
            data: { labels: this.points.map((point) => formatMonth(point.month)), datasets: this.datasets },
            options: this.options,
        };
    }

    /** Theme colours are read from the page, so that dark themes keep their contrast. */
    get colors() {
        const style = getComputedStyle(this.canvasRef.el);
        return {
            text: style.color,
            font: { family: style.fontFamily },
            actual: style.getPropertyValue("--agency-actual").trim(),
            expected: style.getPropertyValue("--agency-expected").trim(),
            fan: style.getPropertyValue("--agency-expected-rgb").trim(),
        };
    }

    get datasets() {
        const { actual, expected } = this.colors;
        const joint = this.points.findLastIndex((point) => !point.is_forecast);
        const line = { pointRadius: 2, pointHitRadius: 12, borderWidth: 2, ...SMOOTH };
        return [
            {
                ...line,
                label: _t("Actual"),
                data: this.points.map((point) => (point.is_forecast ? null : point.actual)),
                borderColor: actual,
                backgroundColor: actual,
            },
            {
                ...line,
                label: _t("Expected"),
                // The dashed line begins at the last actual month: no gap between the two.
                data: this.points.map((point, index) =>
                    point.is_forecast ? point.expected : index === joint ? point.actual : null
                ),
                borderColor: expected,
                backgroundColor: expected,
                borderDash: [6, 4],
            },
            ...FAN.flatMap((band) => this.getBand(band, joint)),
        ];
    }

    /** Two unseen lines with the area between them filled. */
    getBand({ low, high, alpha, label }, joint) {
        const edge = (name) =>
            this.points.map((point, index) =>
                point.is_forecast ? point[name] : index === joint ? point.actual : null
            );
        const line = { pointRadius: 0, pointHitRadius: 0, borderWidth: 0, ...SMOOTH };
        const color = `rgba(${this.colors.fan}, ${alpha})`;
        return [
            { ...line, label, data: edge(high), fill: "+1", backgroundColor: color, borderColor: color },
            { ...line, data: edge(low), fill: false, isLowerEdge: true },
        ];
    }

    get options() {
        const { text, font } = this.colors;
        const grid = { color: `color-mix(in srgb, ${text} 12%, transparent)` };
        return {
            animation: false,
            responsive: true,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            onClick: (_event, elements) => {
                const point = elements.length && this.points[elements[0].index];
                if (point && !point.is_forecast) {
                    this.props.onMonth?.(point.month);
                }
            },
            scales: {
                x: { ticks: { color: text, font, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } },
                y: {
                    beginAtZero: true,
                    ticks: {
                        color: text,
                        font,
                        callback: (value) => formatFloat(value, { humanReadable: true, decimals: 0 }),
                    },
                    grid,
                },
            },
            plugins: {
                legend: {
                    position: "bottom",
                    labels: {
                        color: text,
                        font,
                        boxWidth: 14,
                        boxHeight: 4,
                        filter: (item, data) => !data.datasets[item.datasetIndex].isLowerEdge,
                    },
                },
                tooltip: {
                    filter: (item) => !item.dataset.isLowerEdge && item.datasetIndex < 2,
                    callbacks: {
                        label: (item) =>
                            `${item.dataset.label}: ${formatFigure(item.raw, this.props.forecast)}`,
                        afterBody: (items) => this.getTooltipBounds(items[0]),
                    },
                },
            },
        };
    }

    getTooltipBounds(item) {
        const point = item && this.points[item.dataIndex];
        if (!point?.is_forecast) {
            return [];
        }
        return FAN.map(
            ({ low, high, label }) =>
                `${label}: ${formatFigure(point[low], this.props.forecast)} – ` +
                formatFigure(point[high], this.props.forecast)
        );
    }
}
