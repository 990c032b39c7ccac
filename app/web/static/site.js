// What pages can do better with a script; every page works without it.
(() => {
  // A form of choices answers as soon as a choice is made; its button is for those without scripts.
  for (const form of document.querySelectorAll("form[data-at-once]")) {
    form.addEventListener("change", () => form.requestSubmit());
    form.querySelector("button")?.classList.add("plain");
  }
  // Papers that were ticked off stay ticked off, on this device alone.
  for (const box of document.querySelectorAll("input[data-tick]")) {
    const key = `tick:${box.dataset.tick}`;
    try {
      box.checked = localStorage.getItem(key) === "1";
      box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "1" : "0"));
    } catch { /* no storage: ticks last as long as the page */ }
  }
  // Print shows what is folded.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
