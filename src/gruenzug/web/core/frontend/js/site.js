/** Small comforts on top of pages that work without them. */
document.documentElement.classList.replace("no-js", "js");

/** Closes the menu on Escape and gives the focus back to its button. */
for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

/** Sends a filter form as soon as one of its choices changes; the button stays for everyone else. */
for (const form of document.querySelectorAll("form[data-instant]")) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
}

/** Loads the map only when its place comes into view. */
const frames = document.querySelectorAll("[data-map]");
if (frames.length) {
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      import(target.dataset.module).then((module) => module.start(target)).catch((error) => {
        target.classList.add("is-failed");
        target.dispatchEvent(new CustomEvent("map:failed", { bubbles: true, detail: { error } }));
      });
    }
  }, { rootMargin: "400px" });
  frames.forEach((frame) => watcher.observe(frame));
}

/** Loads the tool for drawing once the map of a form has come. */
for (const place of document.querySelectorAll("[data-draw]")) {
  place.addEventListener("map:ready", async ({ detail: { map } }) => {
    const { start } = await import(place.dataset.drawModule);
    start(place, map, document.getElementById(place.dataset.draw));
  }, { once: true });
}

/** Lets the browser do a form's sum while it is filled in; a form sent too early waits for it. */
for (const form of document.querySelectorAll("form[data-check]")) {
  form.addEventListener("focusin", async () => {
    const { solve } = await import(form.dataset.checkModule);
    await solve(form).catch(() => {});
  }, { once: true });
  form.addEventListener("submit", (event) => {
    if (form.dataset.check !== "working") return;
    event.preventDefault();
    form.addEventListener("check:done", () => form.requestSubmit(event.submitter), { once: true });
  });
}
