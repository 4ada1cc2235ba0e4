/* Switch between views of the same content without a reload; the address keeps the choice. */
(() => {
    "use strict";
    document.addEventListener("click", (event) => {
        const link = event.target.closest(".seg [data-view]");
        const seg = link?.closest(".seg");
        const target = seg && document.getElementById(seg.dataset.for);
        if (!target || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        target.dataset.view = link.dataset.view;
        seg.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
        link.setAttribute("aria-current", "true");
        history.replaceState(null, "", link.href);
    });
})();
