import { Component, onWillStart, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Domain } from "@web/core/domain";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { user } from "@web/core/user";
import { useBus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FilterDomainSelector } from "./filter_domain_selector";
import { getEmptyValue, getQuarter, joinTerms, PERIODS, readTerms, splitDomain, writeTerms } from "./filter_conditions";

const { DateTime } = luxon;

// People stop typing for about this long when they have finished, in milliseconds.
const PAUSE = 500;

/** The filters of a window at its side: controls made from the search view, or Odoo's condition builder. */
export class FilterPanel extends Component {
    static template = "crm_web_agency.FilterPanel";
    static components = { CheckBox, DateTimeInput, FilterDomainSelector, MultiRecordSelector };
    static props = {};

    setup() {
        this.model = this.env.searchModel;
        this.state = useState(this.model.agencyFilter);
        this.periods = PERIODS;
        // A domain being built is shown at once and searched by after a pause.
        this.draft = useState({ domain: null });
        this.root = useRef("root");
        useBus(this.model, "update", this.render);
        this.applyLater = useDebounced((domain) => this.apply(domain), PAUSE, { execBeforeUnmount: true });
        onWillStart(() => this.loadRights());
        onWillUpdateProps(() => this.loadRights());
        useEffect(
            () => {
                if (this.env.isSmall) {
                    this.root.el.querySelector(".o_agency_filter_close").focus();
                }
            },
            () => []
        );
    }

    /** Records that the person may not read cannot be chosen from. */
    async loadRights() {
        const controls = this.model.agencyControls;
        const rights = await Promise.all(
            controls.map(({ relation }) => !relation || user.checkAccessRight(relation, "read"))
        );
        this.controls = controls.filter((_control, index) => rights[index]);
    }

    get domain() {
        return this.draft.domain ?? this.state.domain;
    }

    getParts() {
        return readTerms(this.controls, splitDomain(this.domain));
    }

    get extraTerms() {
        return this.state.terms.filter(({ isExtra }) => isExtra);
    }

    get hasConditions() {
        return this.state.domain !== "[]" || this.model.agencyToggles.flat().some(({ isActive }) => isActive);
    }

    async apply(domain) {
        await this.model.setAgencyDomain(domain);
        this.draft.domain = null;
    }

    applyAfterPause(domain) {
        this.draft.domain = domain;
        this.applyLater(domain);
    }

    // Plain state

    getDomainWith(control, value) {
        const { values, extra } = this.getParts();
        values[control.id] = value;
        return joinTerms([...this.controls.flatMap((each) => writeTerms(each, values[each.id])), ...extra]);
    }

    setValue(control, value) {
        this.apply(this.getDomainWith(control, value));
    }

    setText(control, value) {
        this.applyAfterPause(this.getDomainWith(control, value.trim()));
    }

    setNumber(control, current, key, value) {
        const number = value === "" ? false : Number(value);
        this.applyAfterPause(this.getDomainWith(control, { ...current, [key]: number }));
    }

    setChoice(control, current, key, isChosen) {
        // In the order of the field, so that the same choice is always the same domain.
        const chosen = control.selection.map(([value]) => value);
        this.setValue(
            control,
            chosen.filter((value) => (value === key ? isChosen : current.includes(value)))
        );
    }

    setBoolean(control, value) {
        this.setValue(control, value === "" ? null : value === "yes");
    }

    /** Set the period, or take it away if it is set; a quarter has no relative bounds and becomes days. */
    togglePreset(control, current, preset) {
        const isSet = current.preset === preset;
        const value = isSet ? {} : preset === "quarter" ? getQuarter() : { preset };
        this.setValue(control, { ...getEmptyValue(control), ...value });
    }

    setDay(control, current, key, day) {
        const { from, to } = current;
        this.setValue(control, { preset: false, from, to, [key]: day ? day.toISODate() : false });
    }

    getDay(day) {
        return day ? DateTime.fromISO(day) : false;
    }

    getRecordsDomain({ domain }) {
        try {
            return new Domain(domain || []).toList(this.model.domainEvalContext);
        } catch {
            // A domain that asks for values of a record: there is none here, all are offered.
            return [];
        }
    }

    isTouched(control, value) {
        return JSON.stringify(value) !== JSON.stringify(getEmptyValue(control));
    }

    clear(control) {
        this.setValue(control, getEmptyValue(control));
    }

    removeExtra(term) {
        const others = this.state.terms.filter((each) => each !== term);
        this.apply(joinTerms(others.flatMap((each) => splitDomain(each.domain))));
    }

    // Both states

    async setMode(mode) {
        this.applyLater.cancel(true);
        this.model.setAgencyPanel({ mode });
    }

    close() {
        this.model.setAgencyPanel({ open: false });
    }

    clearAll() {
        this.applyLater.cancel();
        this.draft.domain = null;
        this.model.clearFilters();
    }

    onKeydown(event) {
        if (event.key === "Escape" && this.env.isSmall) {
            event.stopPropagation();
            this.close();
        }
    }
}
