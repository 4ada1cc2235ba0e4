/* Where a browser can't size a textarea by its text: grow it while one types. */
(() => {
    "use strict";
    if (CSS.supports("field-sizing", "content")) return;

    function fit(area) {
        if (!area.offsetParent) return;
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    }

    const all = () => document.querySelectorAll(".field textarea").forEach(fit);
    document.addEventListener("input", (event) => event.target.matches(".field textarea") && fit(event.target));
    document.addEventListener("toggle", all, true);
    document.addEventListener("DOMContentLoaded", all);
})();
