/* Where a script runs, a button prints the page; where none does, the hint names the keys. */
(() => {
    "use strict";
    for (const button of document.querySelectorAll("[data-print]")) {
        button.hidden = false;
        button.parentElement.querySelector("[data-print-hint]").hidden = true;
        button.addEventListener("click", () => window.print());
    }
})();
