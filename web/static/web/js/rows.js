/* Rows of answers: add one from the template, take one away, and take that back within 10 s. */
(() => {
    "use strict";
    const UNDO = 10_000;

    function indexOf(name, prefix) {
        const rest = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : "";
        return /^\d+/.test(rest) ? parseInt(rest, 10) : -1;
    }

    function enable(box) {
        const body = box.querySelector("tbody");
        const add = box.querySelector("[data-add]");
        const gone = box.querySelector("[data-gone]");
        const fields = (row) => [...row.querySelectorAll("input, select, textarea")];
        const names = [...body.rows].flatMap((row) => fields(row).map((field) => field.name));
        let next = 1 + Math.max(-1, ...names.map((name) => indexOf(name, add.value)));

        function grow() {
            const html = box.querySelector("template").innerHTML;
            const filled = html.replaceAll("__n__", next).replaceAll("__no__", body.rows.length + 1);
            body.insertAdjacentHTML("beforeend", filled);
            next += 1;
            arm(body.rows[body.rows.length - 1]);
            return body.rows[body.rows.length - 1];
        }

        function tell() {
            add.form?.dispatchEvent(new Event("input", { bubbles: true }));
        }

        function set(row, there) {
            row.hidden = !there;
            fields(row).forEach((field) => (field.disabled = !there));
            tell();
        }

        function cut(row) {
            set(row, false);
            if (![...body.rows].some((other) => !other.hidden)) grow();
            const undo = Object.assign(document.createElement("button"), { type: "button", className: "link" });
            undo.textContent = gone.dataset.undo;
            const timer = setTimeout(() => {
                row.remove();
                if (undo.isConnected) gone.replaceChildren();
            }, UNDO);
            undo.addEventListener("click", () => {
                clearTimeout(timer);
                set(row, true);
                gone.replaceChildren();
                fields(row)[0]?.focus();
            });
            gone.replaceChildren(gone.dataset.gone, " ", undo);
            undo.focus();
        }

        function arm(row) {
            const button = row.querySelector("[data-cut]");
            button.hidden = false;
            button.addEventListener("click", () => cut(row));
        }

        [...body.rows].forEach(arm);
        add.addEventListener("click", (event) => {
            event.preventDefault();
            fields(grow())[0]?.focus();
        });
        document.addEventListener("draft:fill", (event) => {
            const last = Math.max(-1, ...event.detail.map((name) => indexOf(name, add.value)));
            while (next <= last) grow();
        });
    }

    document.querySelectorAll("[data-rows]").forEach(enable);
})();
