/* What was revealed is masked again after five minutes, and when one comes back to the page. */
(() => {
    "use strict";
    const shown = [...document.querySelectorAll("[data-mask]")];

    function mask(each) {
        each.textContent = each.dataset.mask;
        each.removeAttribute("data-mask");
    }

    for (const each of shown) {
        setTimeout(() => mask(each), 1000 * Number(each.dataset.hideAfter || 300));
    }
    window.addEventListener("pageshow", (event) => {
        if (event.persisted) shown.filter((each) => "mask" in each.dataset).forEach(mask);
    });
})();
