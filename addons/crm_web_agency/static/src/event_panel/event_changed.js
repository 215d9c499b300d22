import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * After events were finished, postponed or given to somebody: says so, with "Undo".
 *
 * @param {Object} env
 * @param {{ params: { message: string, before: Array } }} action `before` goes back to the server as it came
 */
function eventChanged(env, { params }) {
    const close = env.services.notification.add(params.message, {
        type: "success",
        buttons: [
            {
                name: _t("Undo"),
                onClick: async () => {
                    close();
                    await env.services.orm.call("agency.event", "undo_changes", [[], params.before]);
                    await env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
                },
            },
        ],
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("agency_event_changed", eventChanged);
