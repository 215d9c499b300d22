import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { checkFileSize } from "@web/core/utils/files";
import { useSortable } from "@web/core/utils/sortable_owl";
import { getDataURLFromFile, imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useGalleryViewer } from "./gallery_viewer";

/**
 * Pictures of a record as a grid: several are uploaded at once, dragged (or moved with the arrow keys) into order,
 * captioned in place, shown to the client or not, and opened full size.
 *
 * Files are stored one by one as they are chosen, so that one that is refused does not take the others with it;
 * order, captions and removals are saved with the form.
 */
export class GalleryField extends Component {
    static template = "crm_web_agency.GalleryField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.openViewer = useGalleryViewer();
        this.gridRef = useRef("grid");
        this.inputRef = useRef("input");
        this.state = useState({ total: 0, done: 0, name: "", isTarget: false });
        useSortable({
            enable: () => !this.props.readonly,
            ref: this.gridRef,
            elements: ".o_agency_gallery_item",
            handle: ".o_agency_gallery_handle",
            cursor: "grabbing",
            onDrop: ({ element, previous }) =>
                this.move(element.dataset.id, previous ? previous.dataset.id : null),
        });
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get pictures() {
        return [...this.list.records].sort((a, b) => a.data.sequence - b.data.sequence);
    }

    get percent() {
        return Math.round((100 * this.state.done) / this.state.total);
    }

    get progressText() {
        const { done, total, name } = this.state;
        return _t("Picture %(number)s of %(total)s: %(name)s", { number: done + 1, total, name });
    }

    getThumbnail(picture) {
        return imageUrl("agency.picture", picture.resId, "image_512", {
            unique: picture.data.write_date,
        });
    }

    getToggleTitle(picture) {
        return picture.data.is_shared ? _t("Shown to the client") : _t("Hidden from the client");
    }

    // -- order, captions, removal: saved with the form

    /** Put a picture behind another one, or first if `behindId` is null. */
    async move(id, behindId) {
        const order = this.pictures;
        const [picture] = order.splice(
            order.findIndex((other) => other.id === id),
            1
        );
        order.splice(behindId ? order.findIndex((other) => other.id === behindId) + 1 : 0, 0, picture);
        for (const [sequence, other] of order.entries()) {
            if (other.data.sequence !== sequence) {
                await other.update({ sequence });
            }
        }
    }

    async onHandleKeydown(ev, picture) {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[ev.key];
        const order = this.pictures;
        const target = order.indexOf(picture) + step;
        if (!step || !order[target]) {
            return;
        }
        ev.preventDefault();
        const handle = ev.currentTarget;
        const behind = step > 0 ? order[target] : order[target - 1];
        await this.move(picture.id, behind ? behind.id : null);
        handle.focus();
    }

    async onCaptionChange(ev, picture) {
        const name = ev.target.value.trim();
        if (name) {
            await picture.update({ name });
        } else {
            ev.target.value = picture.data.name;
        }
    }

    toggleShared(picture) {
        return picture.update({ is_shared: !picture.data.is_shared });
    }

    remove(picture) {
        return this.list.delete(picture);
    }

    open(picture) {
        const pictures = this.pictures;
        this.openViewer(pictures, pictures.indexOf(picture));
    }

    // -- upload: stored at once

    onFilesChosen(ev) {
        const files = [...ev.target.files];
        // The same file may be chosen again after it was refused.
        ev.target.value = "";
        return this.upload(files);
    }

    onDragOver(ev) {
        if (!this.props.readonly && [...ev.dataTransfer.types].includes("Files")) {
            ev.preventDefault();
            this.state.isTarget = true;
        }
    }

    onDrop(ev) {
        this.state.isTarget = false;
        if (!this.props.readonly && ev.dataTransfer.files.length) {
            ev.preventDefault();
            return this.upload([...ev.dataTransfer.files]);
        }
    }

    async upload(files) {
        // Pictures belong to a record that is there, and reloading must not lose what was typed.
        if (!files.length || this.state.total || !(await this.props.record.save())) {
            return;
        }
        const last = Math.max(-1, ...this.pictures.map((picture) => picture.data.sequence));
        Object.assign(this.state, { total: files.length, done: 0 });
        for (const [index, file] of files.entries()) {
            this.state.name = file.name;
            await this.uploadOne(file, last + 1 + index);
            this.state.done++;
        }
        await this.props.record.load();
        this.state.total = 0;
    }

    async uploadOne(file, sequence) {
        if (!checkFileSize(file.size, this.notification)) {
            return;
        }
        try {
            const url = await getDataURLFromFile(file);
            const owner = this.props.record.fields[this.props.name].relation_field;
            await this.orm.create("agency.picture", [
                {
                    [owner]: this.props.record.resId,
                    name: file.name.replace(/\.\w{2,5}$/, ""),
                    image_1920: url.slice(url.indexOf(",") + 1),
                    sequence,
                },
            ]);
        } catch (error) {
            this.notification.add(error.data?.message || _t("%s cannot be uploaded.", file.name), {
                type: "danger",
                sticky: true,
            });
        }
    }
}

export const galleryField = {
    component: GalleryField,
    displayName: _t("Picture gallery"),
    supportedTypes: ["one2many"],
    isEmpty: () => false,
    relatedFields: [
        { name: "name", type: "char", readonly: false },
        { name: "sequence", type: "integer", readonly: false },
        { name: "is_shared", type: "boolean", readonly: false },
        { name: "write_date", type: "datetime" },
    ],
};

registry.category("fields").add("agency_gallery", galleryField);
