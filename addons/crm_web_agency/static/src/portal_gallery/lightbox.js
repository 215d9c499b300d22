import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Small pictures that open full size over the page. Without scripts the links still lead to the pictures; Esc and
 * giving the focus back are the work of <dialog> itself.
 */
export class Lightbox extends Interaction {
    static selector = ".o_agency_pictures";
    dynamicContent = {
        ".o_agency_picture": { "t-on-click.prevent": (ev) => this.open(ev.currentTarget) },
        ".o_agency_lightbox_next": { "t-on-click": () => this.show(this.index + 1) },
        ".o_agency_lightbox_previous": { "t-on-click": () => this.show(this.index - 1) },
        ".o_agency_lightbox_close": { "t-on-click": () => this.dialog.close() },
        dialog: { "t-on-keydown": this.onKeydown, "t-on-click": this.onBackdropClick },
    };

    setup() {
        this.links = [...this.el.querySelectorAll(".o_agency_picture")];
        this.dialog = this.el.querySelector("dialog");
        this.index = 0;
    }

    open(link) {
        this.show(this.links.indexOf(link));
        this.dialog.showModal();
    }

    show(index) {
        this.index = (index + this.links.length) % this.links.length;
        const link = this.links[this.index];
        const image = this.dialog.querySelector("img");
        image.src = link.href;
        image.alt = link.title;
        this.dialog.querySelector("figcaption").textContent = link.title;
    }

    onKeydown(ev) {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[ev.key];
        if (step) {
            ev.preventDefault();
            this.show(this.index + step);
        }
    }

    /** Beside the picture is the dialog itself, or the frame that fills it. */
    onBackdropClick(ev) {
        if (ev.target === this.dialog || ev.target.tagName === "FIGURE") {
            this.dialog.close();
        }
    }
}

registry.category("public.interactions").add("crm_web_agency.lightbox", Lightbox);
