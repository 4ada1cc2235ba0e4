/* Minutes follow from start and end as one types. */
(() => {
    "use strict";
    const form = document.querySelector("form[data-minutes]");
    if (!form) return;
    const total = form.querySelector("[data-total]");
    const field = (name) => form.elements[name];

    function minutes() {
        const [start, end] = ["time-start", "time-end"].map((name) => field(name)?.value.split(":").map(Number));
        if (!start || !end || start.length < 2 || end.length < 2) return "—";
        const spent = end[0] * 60 + end[1] - start[0] * 60 - start[1];
        return spent > 0 ? String(spent) : "—";
    }

    for (const name of ["time-start", "time-end"]) {
        field(name)?.addEventListener("input", () => { total.textContent = minutes(); });
    }
})();
