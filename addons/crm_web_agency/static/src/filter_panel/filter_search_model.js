import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Domain } from "@web/core/domain";
import { formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { connector } from "@web/core/tree_editor/condition_tree";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";
import { joinTerms, makeControls, PERIODS, readTerms, isKnown, splitDomain, writeTerms } from "./filter_conditions";

const { DateTime } = luxon;

const APP = "crm_web_agency.menu_root";
const VIEW_TYPES = ["list", "kanban", "calendar", "pivot", "graph", "activity"];
const GROUP = "agency_filter_";

/** Tell whether the window belongs to our application: its menu is open, or will be when the page has loaded. */
function isAgencyWindow({ services, config }) {
    const { menu } = services;
    if (!menu) {
        return false;
    }
    const opened = menu.getAll().find(({ actionID }) => actionID === config.actionId)?.appID;
    const appId = menu.getCurrentApp()?.id || opened || Number(browser.sessionStorage.getItem("menu_id"));
    return Boolean(appId) && menu.getMenu(appId)?.xmlid === APP;
}

function getSaved(key) {
    return user.settings.agency_filters?.[key];
}

patch(SearchModel.prototype, {
    setup(services) {
        super.setup(...arguments);
        this.nameService = services.name;
        // `terms`: descriptions of the conditions, one for each facet; the domain is the only truth.
        this.agencyFilter = reactive({ available: false, open: false, mode: "plain", domain: "[]", terms: [] });
        this.agencyChange = 0;
    },

    async load(config) {
        const { actionId, viewType, breadcrumbs } = this.env.config || {};
        const { agencyFilter } = this;
        const isWindow = Number.isInteger(actionId) && VIEW_TYPES.includes(viewType) && !this.env.inDialog;
        agencyFilter.available = Boolean(isWindow && user.settings.id && isAgencyWindow(this.env));
        if (!agencyFilter.available) {
            return super.load(...arguments);
        }
        const saved = getSaved(actionId);
        // A window opened from a record shows what the record asks for, without conditions set another time.
        this.agencyRemembers = !(breadcrumbs?.length > 1) && !config.context?.active_id;
        const mode = saved?.mode || "plain";
        const isOpen = saved ? saved.open : Boolean(config.context?.agency_filter_panel);
        Object.assign(agencyFilter, { mode, open: isOpen && !this.env.isSmall });
        await super.load(...arguments);
        if (!config.state && saved && this.agencyRemembers) {
            await this._restoreAgencyFilter(saved.domain);
        }
    },

    async _restoreAgencyFilter(domain) {
        const isFavorite = this.query.some(({ searchItemId }) => this.searchItems[searchItemId].type === "favorite");
        if (!isFavorite && (await this._isAgencyDomainKnown(domain))) {
            await this._applyAgencyDomain(domain);
            await this._reloadSections();
        }
    },

    /** Tell whether the fields of a domain kept from another time are still there. */
    async _isAgencyDomainKnown(domain) {
        try {
            const tree = connector("&", splitDomain(domain || "[]"));
            new Domain(domain || "[]").toList(this.domainEvalContext);
            return isKnown(tree, await this.treeProcessor.makeGetFieldDef(this.resModel, tree));
        } catch {
            return false;
        }
    },

    //--------------------------------------------------------------------------
    // What the panel does
    //--------------------------------------------------------------------------

    get agencyControls() {
        const types = ["field", "dateFilter"];
        return makeControls(
            this.getSearchItems((item) => types.includes(item.type)),
            this.searchViewFields
        );
    },

    /** The predefined filters of the search view, group by group. */
    get agencyToggles() {
        const groups = new Map();
        for (const item of this.getSearchItems((item) => item.type === "filter")) {
            groups.set(item.groupId, [...(groups.get(item.groupId) || []), item]);
        }
        return [...groups.values()];
    },

    async setAgencyDomain(domain) {
        if (domain === this.agencyFilter.domain) {
            return;
        }
        if (await this._applyAgencyDomain(domain)) {
            this._saveAgencyFilter();
            await this._notify();
        }
    },

    setAgencyPanel(values) {
        Object.assign(this.agencyFilter, values);
        this._saveAgencyFilter();
    },

    /** Take the domain over; return false if a later one came in between. */
    async _applyAgencyDomain(domain) {
        const change = ++this.agencyChange;
        const terms = await this._describeAgencyDomain(domain);
        if (change !== this.agencyChange) {
            return false;
        }
        Object.assign(this.agencyFilter, { domain, terms });
        this._reset();
        return true;
    },

    async _describeAgencyDomain(domain) {
        const controls = this.agencyControls;
        const { values, extra } = readTerms(controls, splitDomain(domain));
        const shown = controls.map((control) => [control, writeTerms(control, values[control.id])]);
        const groups = [...shown, ...extra.map((term) => [null, [term]])].filter(([, terms]) => terms.length);
        return Promise.all(
            groups.map(async ([control, terms]) => {
                const part = joinTerms(terms);
                if (control) {
                    const value = await this._describeAgencyValue(control, values[control.id]);
                    const description = _t("%(label)s: %(value)s", { label: control.label, value });
                    return { domain: part, isExtra: false, description, tooltip: description };
                }
                const tree = await this.treeProcessor.treeFromDomain(this.resModel, part, !this.isDebugMode);
                const [name, tooltip] = await Promise.all([
                    this.treeProcessor.getDomainTreeDescription(this.resModel, tree),
                    this.treeProcessor.getDomainTreeTooltip(this.resModel, tree),
                ]);
                return { domain: part, isExtra: true, description: name, tooltip };
            })
        );
    },

    async _describeAgencyValue({ kind, relation, selection }, value) {
        const show = (bound, format) => (bound === false ? "…" : format(bound));
        const range = ({ from, to }, format) => `${show(from, format)} – ${show(to, format)}`;
        const or = (names) => names.join(` ${_t("or")} `);
        switch (kind) {
            case "records": {
                const names = await this.nameService.loadDisplayNames(relation, value);
                return or(value.map((id) => (typeof names[id] === "string" ? names[id] : String(id))));
            }
            case "selection":
                return or(selection.filter(([key]) => value.includes(key)).map(([, label]) => label));
            case "boolean":
                return value ? _t("Yes") : _t("No");
            case "period":
                return value.preset
                    ? PERIODS.find(([key]) => key === value.preset)[1]
                    : range(value, (day) => formatDate(DateTime.fromISO(day)));
            case "number":
                return range(value, String);
            default:
                return value;
        }
    },

    /** Set the conditions without asking the server: the descriptions of those that stay are known. */
    _keepAgencyTerms(terms) {
        if (!this.agencyFilter.terms.length) {
            return;
        }
        this.agencyChange++;
        const domain = joinTerms(terms.flatMap((term) => splitDomain(term.domain)));
        Object.assign(this.agencyFilter, { domain, terms });
        this._saveAgencyFilter();
    },

    _saveAgencyFilter() {
        const { open, mode, domain } = this.agencyFilter;
        const key = this.env.config.actionId;
        const saved = getSaved(key);
        const values = {
            // A phone has no room for an open panel: what was left open on a desk stays so.
            open: this.env.isSmall ? Boolean(saved?.open) : open,
            mode,
            domain: this.agencyRemembers ? domain : saved?.domain || "[]",
        };
        if (JSON.stringify(values) !== JSON.stringify(saved)) {
            user.updateUserSettings("agency_filters", { ...user.settings.agency_filters, [key]: values });
            this.orm.silent.call("res.users.settings", "set_agency_filter", [[user.settings.id], key, values]);
        }
    },

    //--------------------------------------------------------------------------
    // Its place in the search
    //--------------------------------------------------------------------------

    _getDomain(params = {}) {
        if (this.agencyFilter.domain === "[]") {
            return super._getDomain(...arguments);
        }
        const domain = Domain.and([super._getDomain({ ...params, raw: true }), this.agencyFilter.domain]);
        return params.raw ? domain : domain.toList(this.domainEvalContext);
    },

    _getFacets() {
        const terms = this.agencyFilter.terms.map(({ domain, description, tooltip }, index) => ({
            groupId: `${GROUP}${index}`,
            type: "filter",
            icon: "fa fa-sliders",
            values: [description],
            separator: _t("or"),
            domain,
            tooltip,
        }));
        return [...super._getFacets(), ...terms];
    },

    deactivateGroup(groupId) {
        if (typeof groupId !== "string" || !groupId.startsWith(GROUP)) {
            return super.deactivateGroup(...arguments);
        }
        const index = Number(groupId.slice(GROUP.length));
        this._keepAgencyTerms(this.agencyFilter.terms.filter((_term, place) => place !== index));
        this._notify();
    },

    async splitAndAddDomain(domain, groupId) {
        if (typeof groupId !== "string" || !groupId.startsWith(GROUP)) {
            return super.splitAndAddDomain(...arguments);
        }
        const index = Number(groupId.slice(GROUP.length));
        const domains = this.agencyFilter.terms.map((term, place) => (place === index ? domain : term.domain));
        return this.setAgencyDomain(joinTerms(domains.flatMap(splitDomain)));
    },

    clearQuery() {
        this._keepAgencyTerms([]);
        return super.clearQuery(...arguments);
    },

    clearFilters() {
        this._keepAgencyTerms([]);
        return super.clearFilters(...arguments);
    },

    toggleSearchItem(searchItemId) {
        const { type } = this.searchItems[searchItemId];
        const isActive = this.query.some((element) => element.searchItemId === searchItemId);
        if (type === "favorite" && !isActive) {
            // A favourite takes the place of the whole search.
            this._keepAgencyTerms([]);
        }
        return super.toggleSearchItem(...arguments);
    },

    exportState() {
        const { domain, terms } = this.agencyFilter;
        return { ...super.exportState(), agencyFilter: { domain, terms: terms.map((term) => ({ ...term })) } };
    },

    _importState(state) {
        super._importState(...arguments);
        if (this.agencyFilter.available && state.agencyFilter) {
            Object.assign(this.agencyFilter, state.agencyFilter);
        }
    },
});
