import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { DomainSelector } from "@web/core/domain_selector/domain_selector";
import { _t } from "@web/core/l10n/translation";
import { TreeEditor } from "@web/core/tree_editor/tree_editor";
import { Select } from "@web/core/tree_editor/tree_editor_components";

const { DateTime } = luxon;

// The bounds of the plain state's periods that Odoo's builder has no name for.
const BOUNDS = [
    ["today", _t("today")],
    ["today +1d", _t("tomorrow")],
    ["today =week_start", _t("first day of this week")],
    ["today =week_start +7d", _t("first day of next week")],
    ["today =1d", _t("first day of this month")],
    ["today =1d +1m", _t("first day of next month")],
    ["today =1d -1m", _t("first day of last month")],
    ["today =1m =1d", _t("first day of this year")],
    ["today =1m =1d +1y", _t("first day of next year")],
    ["today -30d", _t("30 days ago")],
    ["today +31d", _t("in 31 days")],
];

class FilterTreeEditor extends TreeEditor {
    getValueEditorInfo(node) {
        const isBound = BOUNDS.some(([bound]) => bound === node.value);
        return isBound ? this.getBoundEditorInfo(node) : super.getValueEditorInfo(...arguments);
    }

    /** A choice of relative days; its last item turns it into a day of the calendar. */
    getBoundEditorInfo(node) {
        const today = DateTime.local().startOf("day");
        const isDate = this.getFieldDef(node.path)?.type === "date";
        const day = [isDate ? serializeDate(today) : serializeDateTime(today), _t("a date…")];
        return {
            component: Select,
            extractProps: ({ value, update }) => ({ value, update, options: [...BOUNDS, day] }),
            isSupported: () => true,
            defaultValue: () => day[0],
        };
    }
}
FilterTreeEditor.components = { ...TreeEditor.components, TreeEditor: FilterTreeEditor };

/** Odoo's condition builder that also knows the relative days of the filter panel. */
export class FilterDomainSelector extends DomainSelector {
    static components = { ...DomainSelector.components, TreeEditor: FilterTreeEditor };
}
