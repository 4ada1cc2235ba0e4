/* Light or dark as the reader chose, before the first paint; else as the system has it. */
(() => {
    "use strict";
    const root = document.documentElement;

    function kept() {
        try {
            return localStorage.getItem("theme");
        } catch {
            return null; // private windows may refuse
        }
    }

    function keep(theme) {
        try {
            localStorage.setItem("theme", theme);
        } catch {
            // then it holds for this page
        }
    }

    if (kept()) root.dataset.theme = kept();
    document.addEventListener("click", (event) => {
        if (!event.target.closest("[data-theme-toggle]")) return;
        const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
        keep(root.dataset.theme);
    });
})();
