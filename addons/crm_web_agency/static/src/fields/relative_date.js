import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Expression, isTree } from "@web/core/tree_editor/condition_tree";
import { TreeEditor } from "@web/core/tree_editor/tree_editor";
import { treeProcessorService } from "@web/core/tree_editor/tree_processor";
import { patch } from "@web/core/utils/patch";

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="];
const SIMPLE = /^today(?: ([+-])(\d+)([dwmy]))?$/;
const RELATIVE = /^(today|now|[=+-])/;
// Number of a name in the syntax trees of py_js: an expression that is a name is shown as it is, without quotes.
const AST_NAME = 5;

export const isRelative = (value) => typeof value === "string" && RELATIVE.test(value);

/** Words for a relative day, e.g. "12 months ago" for "today -12m"; other forms stay as they are. */
export function describeRelative(value) {
    const [, sign, count, unit] = value.match(SIMPLE) || [];
    if (value === "today") {
        return _t("today");
    }
    if (!unit) {
        return value;
    }
    const units = { d: _t("days"), w: _t("weeks"), m: _t("months"), y: _t("years") };
    const words = { count, unit: units[unit] };
    return sign === "-" ? _t("%(count)s %(unit)s ago", words) : _t("%(count)s %(unit)s from now", words);
}

/**
 * A day in a condition, either from the calendar or counted from today ("today -12m"), which Odoo's
 * server understands and its editor of conditions shows as an invalid date.
 */
export class RelativeDateInput extends Component {
    static template = "crm_web_agency.RelativeDateInput";
    static props = {
        value: true,
        update: Function,
        calendar: Object,
        displayPlaceholder: { type: Boolean, optional: true },
    };

    get isRelative() {
        return isRelative(this.props.value);
    }

    /** {sign, count, unit} of the value, or null if only its text can be shown, e.g. "=1d -1m". */
    get parts() {
        const match = this.props.value.match(SIMPLE);
        return match && { sign: match[1] || "-", count: Number(match[2] || 0), unit: match[3] || "d" };
    }

    get toggleTitle() {
        return this.isRelative ? _t("A day in the calendar") : _t("Counted from today");
    }

    get calendarProps() {
        return this.props.calendar.extractProps(this.props);
    }

    change(part) {
        const { sign, count, unit } = { ...this.parts, ...part };
        this.props.update(count ? `today ${sign}${count}${unit}` : "today");
    }

    onCount(ev) {
        this.change({ count: Math.abs(parseInt(ev.target.value, 10)) || 0 });
    }

    toggle() {
        this.props.update(this.isRelative ? this.props.calendar.defaultValue() : "today -30d");
    }
}

patch(TreeEditor.prototype, {
    getValueEditorInfo(node) {
        const info = super.getValueEditorInfo(node);
        const type = this.getFieldDef(node.path)?.type;
        if (!["date", "datetime"].includes(type) || !COMPARISONS.includes(node.operator)) {
            return info;
        }
        return {
            ...info,
            component: RelativeDateInput,
            extractProps: ({ value, update, displayPlaceholder }) => ({
                value,
                update,
                displayPlaceholder: Boolean(displayPlaceholder),
                calendar: info,
            }),
            isSupported: (value) => isRelative(value) || info.isSupported(value),
            stringify: (value, ...args) =>
                isRelative(value) ? describeRelative(value) : info.stringify(value, ...args),
        };
    },
});

/** The same tree of conditions with relative days in words, for its description. */
function inWords(node) {
    if (node.type === "connector") {
        return { ...node, children: node.children.map(inWords) };
    }
    if (isTree(node.value)) {
        return { ...node, value: inWords(node.value) };
    }
    const isText = typeof node.value === "string";
    const isDay = isText && COMPARISONS.includes(node.operator) && SIMPLE.test(node.value);
    if (!isDay) {
        return node;
    }
    return { ...node, value: new Expression({ type: AST_NAME, value: describeRelative(node.value) }) };
}

patch(treeProcessorService, {
    start() {
        const service = super.start(...arguments);
        return {
            ...service,
            async makeGetConditionDescription() {
                const describe = await service.makeGetConditionDescription(...arguments);
                return (node) => describe(inWords(node));
            },
            getDomainTreeDescription: (resModel, tree, ...args) =>
                service.getDomainTreeDescription(resModel, inWords(tree), ...args),
        };
    },
});
