import { onWillDestroy } from "@odoo/owl";
import { FileViewer } from "@web/core/file_viewer/file_viewer";
import { registry } from "@web/core/registry";
import { imageUrl } from "@web/core/utils/urls";

/** Odoo's viewer of files (← → Esc, zoom, print), which reads the caption out instead of "Viewer". */
export class GalleryViewer extends FileViewer {
    static template = "crm_web_agency.GalleryViewer";
}

let viewers = 0;

/** @returns {(records: Object[], index: number) => void} opens the pictures full size, at the one given first */
export function useGalleryViewer() {
    const key = `crm_web_agency.gallery_viewer_${viewers++}`;
    const components = registry.category("main_components");
    const close = () => components.remove(key);
    onWillDestroy(close);
    return (records, startIndex) => {
        const files = records.map((record) => ({
            name: record.data.name,
            mimetype: "image/*",
            isImage: true,
            isViewable: true,
            defaultSource: imageUrl("agency.picture", record.resId, "image_1920", {
                unique: record.data.write_date,
            }),
            downloadUrl: `/web/image/agency.picture/${record.resId}/image_1920?download=true`,
        }));
        const opener = document.activeElement;
        components.add(
            key,
            {
                Component: GalleryViewer,
                props: {
                    files,
                    startIndex,
                    close: () => {
                        close();
                        opener?.focus();
                    },
                },
            },
            { force: true }
        );
    };
}
