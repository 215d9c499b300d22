/**
 * What the filter panel knows about conditions: a domain is a list of terms joined by "and", the controls of the
 * plain state read the terms they can show and leave the rest. The domain is the only truth; no state is kept beside.
 */
import { Domain } from "@web/core/domain";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { condition, connector, formatValue, isTree } from "@web/core/tree_editor/condition_tree";
import { constructDomainFromTree } from "@web/core/tree_editor/construct_domain_from_tree";
import { constructTreeFromDomain } from "@web/core/tree_editor/construct_tree_from_domain";

const { DateTime } = luxon;

// Bounds are relative, so that "this week" means the same next week. Those that Odoo's condition builder
// knows by name are written its way.
export const PERIODS = [
    ["earlier", _t("Before today"), false, "today"],
    ["today", _t("Today"), "today", "today +1d"],
    ["week", _t("This week"), "today =week_start", "today =week_start +7d"],
    ["month", _t("This month"), "today =1d", "today =1d +1m"],
    ["quarter", _t("This quarter"), null, null],
    ["year", _t("This year"), "today =1m =1d", "today =1m =1d +1y"],
    ["last_30_days", _t("Last 30 days"), "today -30d", "today"],
    ["last_month", _t("Last month"), "today =1d -1m", "today =1d"],
    ["next_30_days", _t("Next 30 days"), "today", "today +31d"],
];

// A text no one writes; its place in a compiled filter_domain is where the text of the person goes.
const MARK = "[[text of the filter panel]]";

const isPositiveId = (value) => Number.isInteger(value) && value > 0;

/** @returns {Object[]} the trees that the domain joins by "and" */
export function splitDomain(domain) {
    const tree = constructTreeFromDomain(new Domain(domain), true);
    return tree.type === "connector" && tree.value === "&" && !tree.negate ? tree.children : [tree];
}

/** @returns {string} the domain of the terms */
export function joinTerms(terms) {
    return constructDomainFromTree(connector("&", terms));
}

/** Remove the first term of the list that the predicate accepts and return it. */
function take(terms, accepts) {
    const index = terms.findIndex(accepts);
    return index < 0 ? undefined : terms.splice(index, 1)[0];
}

const isOn = (term, fieldName, operators) =>
    term.type === "condition" && !term.negate && term.path === fieldName && operators.includes(term.operator);

/** Read "the field is one of": a list of values or one value, each accepted by the predicate. */
function readChoice(control, terms, operators, accepts) {
    const values = (term) => (Array.isArray(term.value) ? term.value : [term.value]);
    const term = take(
        terms,
        (term) => isOn(term, control.fieldName, operators) && values(term).length && values(term).every(accepts)
    );
    return term ? values(term) : [];
}

const records = {
    empty: [],
    read(control, terms) {
        const { operator } = control;
        const operators = operator === "child_of" ? ["child_of"] : control.type === "many2one" ? ["in", "="] : ["in"];
        return readChoice(control, terms, operators, isPositiveId);
    },
    write: ({ fieldName, operator }, ids) =>
        ids.length ? [condition(fieldName, operator === "child_of" ? "child_of" : "in", ids)] : [],
};

const selection = {
    empty: [],
    read: (control, terms) =>
        readChoice(control, terms, ["in", "="], (value) => control.selection.some(([key]) => key === value)),
    write: ({ fieldName }, keys) => (keys.length ? [condition(fieldName, "in", keys)] : []),
};

const boolean = {
    empty: null,
    read(control, terms) {
        const term = take(
            terms,
            (term) => isOn(term, control.fieldName, ["=", "!="]) && typeof term.value === "boolean"
        );
        return term ? (term.operator === "=") === term.value : null;
    },
    write: ({ fieldName }, value) => (value === null ? [] : [condition(fieldName, "=", value)]),
};

const number = {
    empty: { from: false, to: false },
    read(control, terms) {
        const bound = (operator) =>
            take(terms, (term) => isOn(term, control.fieldName, [operator]) && typeof term.value === "number");
        return { from: bound(">=")?.value ?? false, to: bound("<=")?.value ?? false };
    },
    write: ({ fieldName }, { from, to }) => [
        ...(from === false ? [] : [condition(fieldName, ">=", from)]),
        ...(to === false ? [] : [condition(fieldName, "<=", to)]),
    ],
};

/** @returns {string} the bound of a day as the database keeps it: the day, or its first or last second in UTC */
function writeDay(type, day, isEnd) {
    if (type === "date") {
        return day;
    }
    const moment = DateTime.fromISO(day);
    return serializeDateTime(isEnd ? moment.endOf("day") : moment.startOf("day"));
}

/** @returns {string|false} the day of a bound written by `writeDay`, false if it is another moment */
function readDay(type, value, isEnd) {
    if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) {
        return false;
    }
    const day = type === "date" ? value : deserializeDateTime(value).toISODate();
    return day && writeDay(type, day, isEnd) === value ? day : false;
}

const period = {
    empty: { preset: false, from: false, to: false },
    read(control, terms) {
        const { fieldName, type } = control;
        const known = PERIODS.find(
            ([, , from, to]) =>
                to &&
                (!from || terms.some((term) => isOn(term, fieldName, [">="]) && term.value === from)) &&
                terms.some((term) => isOn(term, fieldName, ["<"]) && term.value === to)
        );
        if (known) {
            const [preset, , from, to] = known;
            take(terms, (term) => isOn(term, fieldName, [">="]) && term.value === from);
            take(terms, (term) => isOn(term, fieldName, ["<"]) && term.value === to);
            return { preset, from: false, to: false };
        }
        const bound = (operator, isEnd) => {
            const term = take(
                terms,
                (term) => isOn(term, fieldName, [operator]) && readDay(type, term.value, isEnd)
            );
            return term ? readDay(type, term.value, isEnd) : false;
        };
        return { preset: false, from: bound(">=", false), to: bound("<=", true) };
    },
    write({ fieldName, type }, { preset, from, to }) {
        if (preset) {
            const [, , left, right] = PERIODS.find(([key]) => key === preset);
            return [...(left ? [condition(fieldName, ">=", left)] : []), condition(fieldName, "<", right)];
        }
        return [
            ...(from ? [condition(fieldName, ">=", writeDay(type, from, false))] : []),
            ...(to ? [condition(fieldName, "<=", writeDay(type, to, true))] : []),
        ];
    },
};

/** @returns {string|false|null} the text at the mark, null where the tree has none, false if the trees differ */
function matchText(pattern, tree) {
    if (pattern.type !== tree.type || Boolean(pattern.negate) !== Boolean(tree.negate)) {
        return false;
    }
    if (pattern.type === "connector") {
        if (pattern.value !== tree.value || pattern.children.length !== tree.children.length) {
            return false;
        }
        const found = pattern.children.map((child, index) => matchText(child, tree.children[index]));
        const texts = new Set(found.filter((text) => text !== null));
        return texts.size > 1 ? false : texts.size ? [...texts][0] : null;
    }
    if (pattern.path !== tree.path || pattern.operator !== tree.operator || isTree(tree.value)) {
        return false;
    }
    if (typeof pattern.value !== "string" || !pattern.value.includes(MARK)) {
        return formatValue(pattern.value) === formatValue(tree.value) ? null : false;
    }
    const [before, after] = pattern.value.split(MARK);
    const { value } = tree;
    const isLike = typeof value === "string" && value.startsWith(before) && value.endsWith(after);
    return isLike && value.length > before.length + after.length
        ? value.slice(before.length, value.length - after.length)
        : false;
}

const text = {
    empty: "",
    read(control, terms) {
        const term = take(terms, (term) => typeof matchText(control.pattern, term) === "string");
        return term ? matchText(control.pattern, term) : "";
    },
    write: (control, value) => (value ? [fillPattern(control.pattern, value)] : []),
};

function fillPattern(tree, value) {
    if (tree.type === "connector") {
        return { ...tree, children: tree.children.map((child) => fillPattern(child, value)) };
    }
    return typeof tree.value === "string" ? { ...tree, value: tree.value.replace(MARK, () => value) } : tree;
}

const KINDS = { records, selection, boolean, number, period, text };

/** @returns {{values: Object, extra: Object[]}} values by id of the control, and the terms none of them shows */
export function readTerms(controls, terms) {
    const extra = [...terms];
    const values = {};
    for (const control of controls) {
        values[control.id] = KINDS[control.kind].read(control, extra);
    }
    return { values, extra };
}

/** @returns {Object[]} the terms of one control with the value */
export function writeTerms(control, value) {
    return KINDS[control.kind].write(control, value);
}

export function getEmptyValue(control) {
    return KINDS[control.kind].empty;
}

function getPattern(fieldName, operator, filterDomain) {
    const domain = filterDomain
        ? new Domain(filterDomain).toList({ self: MARK, raw_value: MARK })
        : [[fieldName, operator || "ilike", MARK]];
    const [pattern, ...others] = splitDomain(domain);
    // A filter that joins conditions by "and" cannot be told from the other conditions: the field alone then.
    return others.length ? condition(fieldName, "ilike", MARK) : pattern;
}

const KIND_OF_TYPE = {
    many2one: "records",
    many2many: "records",
    selection: "selection",
    boolean: "boolean",
    integer: "number",
    float: "number",
    monetary: "number",
    date: "period",
    datetime: "period",
    char: "text",
    text: "text",
    html: "text",
    many2one_reference: "number",
    one2many: "text",
};

function getKind({ fieldType, filterDomain, type }) {
    if (type === "dateFilter") {
        return "period";
    }
    return filterDomain && fieldType === "many2many" ? "text" : KIND_OF_TYPE[fieldType];
}

// What people choose comes first, then what they type; within these in the order of the search view.
const RANKS = { records: 0, selection: 0, boolean: 0, period: 0, number: 1, text: 2 };

/**
 * Make the controls of the plain state from a search view.
 *
 * @param {Object[]} items the fields and date filters of the search model
 * @param {Object} fields the fields of the model
 * @returns {Object[]} controls {id, kind, fieldName, type, label, ...}
 */
export function makeControls(items, fields) {
    const controls = [];
    for (const item of items) {
        const kind = getKind(item);
        const field = fields[item.fieldName];
        const id = `${kind}_${item.fieldName}`;
        if (!kind || !field || controls.some((control) => control.id === id)) {
            continue;
        }
        const { fieldName, operator, filterDomain, domain } = item;
        const control = { id, kind, fieldName, operator, domain, type: field.type };
        Object.assign(control, { relation: field.relation, selection: field.selection });
        control.label = item.type === "dateFilter" ? field.string : item.description || field.string;
        if (kind === "text") {
            control.pattern = getPattern(fieldName, operator, filterDomain);
        }
        controls.push(control);
    }
    return controls.sort((one, other) => RANKS[one.kind] - RANKS[other.kind]);
}

/** @returns {{from: string, to: string}} the first and the last day of the quarter of today */
export function getQuarter() {
    const today = DateTime.local();
    return { from: today.startOf("quarter").toISODate(), to: today.endOf("quarter").toISODate() };
}

/** @returns {boolean} whether all fields in the tree are known by `getFieldDef(path)` */
export function isKnown(tree, getFieldDef, prefix = "") {
    if (tree.type === "connector") {
        return tree.children.every((child) => isKnown(child, getFieldDef, prefix));
    }
    if (typeof tree.path !== "string") {
        return tree.type === "condition";
    }
    const path = `${prefix}${tree.path}`;
    return Boolean(getFieldDef(path)) && (!isTree(tree.value) || isKnown(tree.value, getFieldDef, `${path}.`));
}
