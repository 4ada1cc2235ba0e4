/* Say how much room a long answer has left, once it is getting short. */
(() => {
    "use strict";
    const NEAR = 0.8;
    document.addEventListener("input", (event) => {
        const most = Number(event.target.dataset?.most);
        const place = most && event.target.parentElement.querySelector("[data-left]");
        if (!place) return;
        const left = most - [...event.target.value].length;
        place.hidden = left > most * (1 - NEAR);
        place.classList.toggle("over", left < 0);
        place.textContent = place.dataset[left < 0 ? "over" : "left"].replace("#", Math.abs(left));
    });
})();
