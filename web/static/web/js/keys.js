/* Shortcuts. Single keys rest while one types or composes, and can be turned off. */
(() => {
    "use strict";
    const all = (selector) => [...document.querySelectorAll(selector)];
    const off = () => {
        try {
            return localStorage.getItem("keys") === "off";
        } catch {
            return false;
        }
    };

    function step(by) {
        const steps = all("[data-step]").filter((each) => each.offsetParent);
        const at = steps.indexOf(document.activeElement.closest("[data-step]"));
        const next = steps[Math.max(0, Math.min(steps.length - 1, at + by))];
        next?.focus();
        next?.scrollIntoView({ block: "center" });
    }

    function comment() {
        const remark = document.activeElement.closest("[data-step]")?.querySelector("[data-remark]");
        if (!remark) return;
        remark.open = true;
        remark.querySelector("textarea").focus();
    }

    const KEYS = {
        "/": () => document.querySelector("[data-hotkey='/']")?.focus(),
        "?": () => document.getElementById("keys")?.showModal(),
        j: () => step(1),
        k: () => step(-1),
        c: comment,
    };

    document.addEventListener("keydown", (event) => {
        if (event.isComposing || event.keyCode === 229) return;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            const button = document.querySelector("dialog[open] .btn.pri, .submitbar .btn.pri");
            if (button) event.preventDefault();
            button?.click();
            return;
        }
        const typing = event.target.matches("input, textarea, select, [contenteditable]");
        if (typing || off() || event.ctrlKey || event.metaKey || event.altKey) return;
        if (!(event.key in KEYS) || document.querySelector("dialog[open]")) return;
        event.preventDefault();
        KEYS[event.key]();
    });

    all("[data-keys-on]").forEach((box) => {
        box.checked = !off();
        box.addEventListener("change", () => {
            try {
                localStorage.setItem("keys", box.checked ? "on" : "off");
            } catch {
                // then they stay on
            }
        });
    });
})();
