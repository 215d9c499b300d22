"""Whether an SVG file only draws."""

import re

from lxml import etree

__all__ = ["check_svg"]

_SVG = "http://www.w3.org/2000/svg"
# What draws. No scripts, no foreign markup, and no animation, which can set links and handlers later on.
_DRAWS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "switch", "a", "view", "path", "rect",
    "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "image", "marker",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "filter", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence",
}  # fmt: skip
# Notes that drawing programs leave; browsers pass them by.
_NOTES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
# Links may lead within the drawing, or to a picture that is written out in place.
_LINK = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp);base64,)", re.IGNORECASE)
# In styles and attributes: anything fetched from elsewhere, imported, run, or hidden by an escape.
_REACHES_OUT = re.compile(
    r"url\(\s*['\"]?\s*(?!#|['\"\s])|image-set|@import|@font-face|expression\s*\(|javascript:|vbscript:|\\",
    re.IGNORECASE,
)


def check_svg(raw: bytes) -> str | None:
    """Return None if the file is SVG that only draws, "no svg" if it is other markup, else what is wrong with it."""
    # Nothing is fetched and no entity replaced; what is nested or huge beyond reason is not read at all.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "not readable" if re.search(rb"<([\w-]+:)?svg[\s>]", raw[:4096], re.IGNORECASE) else "no svg"
    if root.tag not in ("svg", f"{{{_SVG}}}svg"):
        return "no svg"
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        return "entities"
    nodes = [*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()]
    return next((fault for fault in map(_find_fault, nodes) if fault), None)


def _find_fault(node) -> str | None:
    if isinstance(node, etree._Comment):
        return None
    if not isinstance(node.tag, str):
        return "instructions"
    name = etree.QName(node)
    if name.namespace in (None, _SVG):
        if name.localname not in _DRAWS:
            return name.localname
    elif not name.namespace.startswith(_NOTES):
        return name.localname
    if name.localname == "style" and _REACHES_OUT.search("".join(node.itertext())):
        return "style"
    return next((key for key, value in node.attrib.items() if _is_active(etree.QName(key).localname, value)), None)


def _is_active(attribute: str, value: str) -> bool:
    # With another base, a link within the drawing would lead out of it.
    if attribute.lower().startswith("on") or attribute == "base":
        return True
    if attribute in ("href", "src"):
        return not _LINK.match(value)
    return bool(_REACHES_OUT.search(value))
