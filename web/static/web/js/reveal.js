/* What was revealed is blotted out when its time is up, and masked again as soon as nobody types. */
(() => {
    "use strict";
    const panel = document.querySelector("[data-reveal]");
    if (!panel) return;
    const until = new Date(panel.dataset.until).getTime();
    let over = false;

    const typing = () => document.activeElement?.matches("input, textarea, select");

    async function reload() {
        const drafts = [];
        document.dispatchEvent(new CustomEvent("draft:flush", { detail: drafts }));
        const outcomes = await Promise.all(drafts);
        if (outcomes.every((outcome) => outcome === "saved")) location.reload();
    }

    function hide() {
        if (over) return;
        over = true;
        panel.querySelectorAll("h1, dd").forEach((each) => (each.textContent = "***"));
        if (typing()) document.addEventListener("focusout", reload, { once: true });
        else reload();
    }

    setTimeout(hide, Math.max(0, until - Date.now()));
    window.addEventListener("pageshow", () => Date.now() >= until && hide());
})();
