import { registry } from "@web/core/registry";

/** From the overview's figure to the dashboard, a refresh, and the orders behind a month. */
registry.category("web_tour.tours").add("crm_analytics_dashboard", {
    steps: () => [
        {
            content: "The overview shows what is expected",
            trigger: ".o_agency_overview [data-card=forecast]",
            run: "click",
        },
        {
            content: "The dashboard has a total with its interval",
            trigger: ".o_agency_dashboard .o_forecast_interval",
        },
        {
            content: "Refresh",
            trigger: ".o_agency_dashboard button[name=refresh]:enabled",
            run: "click",
        },
        {
            content: "It says when it is done",
            trigger: ".o_notification_bar.bg-success",
        },
        {
            content: "Open the table",
            trigger: ".o_agency_dashboard details summary",
            run: "click",
        },
        {
            content: "Open the newest whole month",
            trigger: ".o_agency_months button[data-month]",
            run: "click",
        },
        {
            content: "Its orders are listed",
            trigger: ".o_list_view .o_data_row",
        },
    ],
});
