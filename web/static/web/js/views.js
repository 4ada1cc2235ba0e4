/* Switch between views of the same content without a reload; the address keeps the choice.
   Where the tabs of a page do not fit, show the one that is open. */
(() => {
    "use strict";
    const tab = document.querySelector(".tabs [aria-current]");
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - 16;

    document.addEventListener("click", (event) => {
        const link = event.target.closest(".seg [data-view]");
        const seg = link?.closest(".seg");
        const targets = seg ? document.querySelectorAll(`[data-switch="${seg.dataset.for}"]`) : [];
        if (!targets.length || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        targets.forEach((target) => (target.dataset.view = link.dataset.view));
        seg.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
        link.setAttribute("aria-current", "true");
        history.replaceState(null, "", link.href);
    });
})();
