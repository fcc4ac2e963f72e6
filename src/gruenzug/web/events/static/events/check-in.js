// The door without a network: what was seen is kept on the phone and told as soon as somebody listens.
const CHUNK = 500;
const PAUSE_MS = 15000;

const root = document.querySelector("[data-desk]");
if (root && crypto.randomUUID) start(root); // without https the buttons go on as plain forms

function start(desk) {
  const { list, tell, worker } = desk.dataset;
  const key = `einlass:${list}`;
  const state = { facts: null, day: Number(desk.dataset.day), busy: false };
  const queue = JSON.parse(localStorage.getItem(key) ?? "[]");
  const form = desk.querySelector("[data-desk-filter]");

  const keep = () => localStorage.setItem(key, JSON.stringify(queue));
  const draw = () => state.facts && render(desk, state, queue, form);

  async function read() {
    const answer = await ask(list);
    if (answer) state.facts = answer;
    draw();
  }

  async function ask(address, options) {
    try {
      const answer = await fetch(address, options);
      if (answer.status === 404) return forget();
      return answer.ok ? await answer.json() : null;
    } catch {
      return null; // no network: what is on the phone holds
    }
  }

  async function sync() {
    if (state.busy || !queue.length) return;
    state.busy = true;
    const looks = queue.slice(0, CHUNK);
    const body = JSON.stringify({ looks });
    const answer = await ask(tell, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    state.busy = false;
    if (!answer) return draw();
    const taken = new Set(answer.taken);
    queue.splice(0, queue.length, ...queue.filter((look) => !taken.has(look.id)));
    keep();
    state.facts = answer;
    draw();
    if (queue.length) await sync();
  }

  async function forget() {
    localStorage.removeItem(key);
    queue.length = 0;
    const registration = await navigator.serviceWorker?.getRegistration();
    registration?.active?.postMessage("forget");
    desk.querySelector("[data-desk-rows]").replaceChildren();
    say(desk, desk.dataset.textOver);
    state.facts = null;
    return null;
  }

  desk.addEventListener("submit", (event) => {
    const place = event.target.querySelector("[name=place]");
    if (!place || !state.facts) {
      if (event.target === form && state.facts) event.preventDefault();
      return;
    }
    event.preventDefault();
    const present = event.target.querySelector("[name=present]").value === "1";
    queue.push({ id: crypto.randomUUID(), place: Number(place.value), present, at: new Date().toISOString() });
    keep();
    draw();
    sync();
  });
  form.addEventListener("input", () => {
    if (form.elements.tag) state.day = Number(form.elements.tag.value);
    draw();
  });
  addEventListener("online", sync);
  setInterval(() => (queue.length ? sync() : navigator.onLine && !document.hidden && read()), PAUSE_MS);

  navigator.serviceWorker?.register(worker).catch(() => {}); // without one the page needs a network
  read().then(sync);
}

function render(desk, state, queue, form) {
  const wanted = form.elements.q.value.toLocaleLowerCase("de").split(/\s+/).filter(Boolean);
  const seen = new Map(queue.map((look) => [look.place, look.present]));
  const ofDay = state.facts.rows
    .filter((row) => row.day === state.day)
    .map((row) => ({ ...row, present: seen.get(row.place) ?? row.present }));
  const shown = ofDay.filter((row) => {
    const told = `${row.name} ${row.body} ${row.number}`.toLocaleLowerCase("de");
    return wanted.every((word) => told.includes(word));
  });
  const rows = desk.querySelector("[data-desk-rows]");
  const focused = document.activeElement?.closest("[data-place]")?.dataset.place;
  rows.replaceChildren(...(shown.length ? shown.map((row) => line(row, desk.dataset)) : [empty(desk.dataset)]));
  if (focused) rows.querySelector(`[data-place="${focused}"] button`)?.focus();
  const { textCount, textTold, textQueued } = desk.dataset;
  const here = ofDay.filter((row) => row.present).length;
  const count = textCount.replace("%(here)s", here).replace("%(all)s", ofDay.length);
  say(desk, `${count}. ${queue.length ? textQueued.replace("%(count)s", queue.length) : textTold}`);
}

function line(row, texts) {
  const notes = [row.body, `${texts.textNumber} ${row.number}`, row.waits && !row.present && texts.textWaits, row.present && texts.textPresent];
  const button = element("button", row.present ? "button button--quiet" : "button", row.present ? texts.textUndo : texts.textArrive);
  button.type = "submit";
  button.append(element("span", "visually-hidden", `: ${row.name}`));
  const form = element("form");
  form.append(hidden("place", row.place), hidden("present", row.present ? "0" : "1"), button);
  const who = element("div", "desk-list__who");
  who.append(element("span", "desk-list__name", row.name), element("span", "soft small", notes.filter(Boolean).join(" · ")));
  const item = element("li", `desk-list__row${row.present ? " desk-list__row--present" : ""}`);
  item.dataset.place = row.place;
  item.append(who, form);
  return item;
}

function empty(texts) {
  return element("li", "", texts.textNone);
}

function hidden(name, value) {
  const input = element("input");
  Object.assign(input, { type: "hidden", name, value });
  return input;
}

function element(tag, css = "", text = "") {
  const made = document.createElement(tag);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

function say(desk, text) {
  const status = desk.querySelector("[data-desk-status]");
  if (status.textContent !== text) status.textContent = text;
}
