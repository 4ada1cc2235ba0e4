/* A draft saves itself 1.5 s after the last key and on leaving a field.
   What is not saved yet has a copy in this tab, dropped when it is saved and on logging out. */
(() => {
    "use strict";
    const PAUSE = 1500;
    const RETRIES = [5, 10, 20, 40, 60]; // seconds
    const PREFIX = "draft:";
    const user = document.body.dataset.user;
    const find = (selector, root = document) => root.querySelector(selector);

    // ── the copy in this tab ────────────────────────────────────────────────────────────

    function copies() {
        try {
            return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
        } catch {
            return [];
        }
    }

    function drop(keys) {
        keys.forEach((key) => sessionStorage.removeItem(key));
    }

    if (user) drop(copies().filter((key) => !key.startsWith(`${PREFIX}${user}:`)));

    const form = find("form[data-draft]");
    if (!form) {
        document.addEventListener("submit", (event) => {
            if (event.target.matches("[data-logout]")) drop(copies());
        });
        return;
    }

    const url = form.dataset.draftUrl;
    const key = `${PREFIX}${user}:${url}`;

    function keep() {
        const copy = { body: written(), version, at: new Date().toTimeString().slice(0, 5) };
        try {
            sessionStorage.setItem(key, JSON.stringify(copy));
        } catch {
            // full or refused: the page itself still holds the text
        }
    }

    function kept() {
        try {
            return JSON.parse(sessionStorage.getItem(key));
        } catch {
            return null;
        }
    }

    // ── what is written in the form ─────────────────────────────────────────────────────

    function written() {
        const data = new FormData(form);
        for (const field of form.elements) {
            if (field.type === "password" || field.closest("dialog")) data.delete(field.name);
        }
        data.delete("csrfmiddlewaretoken");
        data.delete("version");
        return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
    }

    function fill(body) {
        const values = {};
        for (const [name, value] of new URLSearchParams(body)) (values[name] ??= []).push(value);
        document.dispatchEvent(new CustomEvent("draft:fill", { detail: Object.keys(values) }));
        for (const field of form.elements) {
            if (!field.name || ["hidden", "submit", "button", "password"].includes(field.type)) continue;
            if (field.closest("dialog")) continue;
            const given = values[field.name] ?? [];
            if (given.some(Boolean)) field.closest("details")?.setAttribute("open", "");
            if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
            else field.value = given.shift() ?? "";
        }
    }

    // ── saying how it stands ────────────────────────────────────────────────────────────

    const state = find("[data-saved]");

    function say(words, { at = "", bad = false } = {}) {
        if (!state) return;
        find("[data-saved-text]", state).textContent = (state.dataset[words] ?? words).replace("#", at);
        state.classList.toggle("bad", bad);
    }

    function notice(which, facts = {}) {
        for (const note of document.querySelectorAll("[data-draft-clash], [data-draft-over], [data-draft-kept]")) {
            note.hidden = !(which && note.matches(`[data-draft-${which}]`));
            for (const [name, text] of Object.entries(note.hidden ? {} : facts)) {
                const place = find(`[data-${name}]`, note);
                if (place) place.textContent = text;
            }
        }
    }

    function show(answer) {
        for (const name of ["filled", "required"]) {
            const place = find(`[data-${name}]`);
            if (place && name in answer) place.textContent = answer[name];
        }
        const alarm = find("[data-alarm]");
        if (alarm) alarm.hidden = !answer.alarm;
    }

    // ── saving ──────────────────────────────────────────────────────────────────────────

    let version = form.dataset.version;
    let saved = written();
    let stopped = ""; // "clash" or "over": somebody has to choose, or to log in
    let composing = false;
    let leaving = false;
    let tries = 0;
    let timer;
    let queue = Promise.resolve();

    function token() {
        const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
        return cookie ? cookie[1] : find("[name=csrfmiddlewaretoken]", form)?.value ?? "";
    }

    function send(body, { force = false, keepalive = false } = {}) {
        const parts = new URLSearchParams(body);
        parts.set("version", version);
        if (force) parts.set("force", "1");
        const headers = { "X-Draft": "1", "X-CSRFToken": token() };
        return fetch(url, { method: "POST", body: parts, headers, keepalive, redirect: "manual" });
    }

    function stop(why, words, facts) {
        stopped = why;
        say(words, { bad: true });
        notice(why, facts);
        return why;
    }

    function again() {
        say("again", { bad: true });
        clearTimeout(timer);
        timer = setTimeout(flush, 1000 * RETRIES[Math.min(tries, RETRIES.length - 1)]);
        tries += 1;
        return "again";
    }

    function settled(body, answer) {
        if (stopped === "over") renew();
        [version, saved, stopped, tries] = [String(answer.version), body, "", 0];
        if (form.elements.version) form.elements.version.value = version;
        drop([key]);
        notice("");
        say("done", { at: answer.saved });
        show(answer);
        return "saved";
    }

    function renew() {
        // logging in elsewhere changed the token that the forms of this page carry
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token()));
    }

    async function read(answer, body) {
        if (answer.status === 200) return settled(body, await answer.json());
        if (answer.status === 409) return stop("clash", "clash", await answer.json());
        if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") return stop("over", "over");
        if ([400, 413].includes(answer.status)) {
            say((await answer.json()).says, { bad: true });
            return "said";
        }
        return again();
    }

    async function save(force) {
        const body = written();
        if (body === saved && !force) return "saved";
        if (stopped === "clash" && !force) return stopped;
        say("saving");
        try {
            return await read(await send(body, { force }), body);
        } catch {
            return again();
        }
    }

    function flush({ force = false } = {}) {
        clearTimeout(timer);
        queue = queue.then(() => save(force));
        return queue;
    }

    // ── when ────────────────────────────────────────────────────────────────────────────

    const ours = (event) => event.target === form || event.target.form === form;

    function touched(event) {
        if (!ours(event) || event.target.closest("dialog")) return;
        keep();
        clearTimeout(timer);
        if (!composing && !stopped) timer = setTimeout(flush, PAUSE);
    }

    document.addEventListener("compositionstart", () => (composing = true));
    document.addEventListener("compositionend", (event) => {
        composing = false;
        touched(event);
    });
    document.addEventListener("input", touched);
    document.addEventListener("change", touched);
    document.addEventListener("focusout", (event) => {
        if (ours(event) && !composing && !stopped && written() !== saved) flush();
    });
    document.addEventListener("keydown", (event) => {
        const line = "input:not([type=checkbox]):not([type=radio]), textarea[data-line]";
        const typing = ours(event) && event.target.matches(line);
        if (event.key !== "Enter" || !typing || event.isComposing || event.ctrlKey || event.metaKey) return;
        event.preventDefault(); // Enter means "done with this field", not "send it all"
        flush();
    });
    document.addEventListener("draft:flush", (event) => event.detail.push(flush()));
    window.addEventListener("online", () => flush());
    window.addEventListener("focus", () => stopped === "over" && flush());
    window.addEventListener("pagehide", () => {
        if (leaving || stopped || written() === saved) return;
        send(written(), { keepalive: true }).catch(() => {}); // the copy stays behind
    });

    // ── submitting and logging out wait for the draft ───────────────────────────────────

    let waiting = false;
    let passing = false;
    form.addEventListener("submit", async (event) => {
        if (passing || !form.requestSubmit) return;
        event.preventDefault();
        if (waiting) return;
        waiting = true;
        const outcome = await flush();
        await new Promise((done) => setTimeout(done)); // a form cannot be sent out of its own submit event
        waiting = false;
        if (outcome === "clash" || outcome === "over") return;
        passing = leaving = true;
        form.requestSubmit(event.submitter ?? undefined);
    });
    window.addEventListener("pageshow", () => (passing = leaving = false));

    let warned = false;
    document.addEventListener("submit", async (event) => {
        if (!event.target.matches("[data-logout]")) return;
        event.preventDefault();
        const outcome = await flush();
        if (outcome !== "saved" && !warned) {
            warned = true; // the second time they mean it
            return;
        }
        leaving = true;
        drop(copies());
        event.target.submit();
    });

    // ── choosing ────────────────────────────────────────────────────────────────────────

    const chosen = {
        "[data-draft-theirs]": () => {
            leaving = true;
            location.assign(location.pathname + location.search);
        },
        "[data-draft-mine]": () => flush({ force: true }),
        "[data-draft-retry]": () => flush(),
        "[data-draft-restore]": () => {
            fill(kept().body);
            notice("");
            flush();
        },
        "[data-draft-drop]": () => {
            drop([key]);
            notice("");
        },
    };
    document.addEventListener("click", (event) => {
        for (const [selector, act] of Object.entries(chosen)) {
            if (event.target.closest(selector)) act();
        }
    });

    document.addEventListener("DOMContentLoaded", () => {
        const copy = kept();
        if (!copy || copy.body === saved) return drop([key]);
        if (copy.version !== version) return notice("kept", copy);
        fill(copy.body);
        return flush();
    });
})();
