/* What cannot be undone is asked once more; without this file the button simply acts. */
(() => {
    "use strict";
    document.addEventListener("click", (event) => {
        const opener = event.target.closest("[data-open]");
        const dialog = opener && document.getElementById(opener.dataset.open);
        if (dialog?.showModal) {
            event.preventDefault();
            dialog.showModal();
        }
        if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    });
    document.querySelectorAll("dialog[data-show]").forEach((dialog) => dialog.showModal());
})();
