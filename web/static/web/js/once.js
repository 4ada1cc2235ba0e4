/* A second press of a button does nothing. Disabled only after the browser has read its value. */
(() => {
    "use strict";
    const buttons = (form) => [...form.elements].filter((each) => each.type === "submit");

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (event.defaultPrevented || form.method === "dialog") return;
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        form.dataset.sent = "yes";
        setTimeout(() => buttons(form).forEach((button) => (button.disabled = true)));
    });

    window.addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        for (const form of document.querySelectorAll("form[data-sent]")) {
            delete form.dataset.sent;
            buttons(form).forEach((button) => (button.disabled = false));
        }
    });
})();
