/** The list beside the map is the equal way: a row marks its place, a place marks its row. */

const CLOSE = 10; // zoom at which a town fills a good part of the map

/** Connect every row with data-key inside `[data-map-table="ID"]` with the map. */
export function connectList(frame, map, selection, texts, motion) {
  const lists = document.querySelectorAll(`[data-map-table="${frame.id}"]`);
  const entries = [...lists].flatMap((list) => [...list.querySelectorAll("[data-key]")]);
  for (const entry of entries) {
    const key = entry.dataset.key;
    entry.addEventListener("mouseenter", () => selection.hover(key));
    entry.addEventListener("mouseleave", () => selection.hover(""));
    entry.addEventListener("focusin", () => selection.hover(key));
    entry.addEventListener("focusout", () => selection.hover(""));
    const place = entry.querySelector("[data-map-button]") ?? entry.querySelector("th");
    place?.append(showButton(key, map, selection, texts, motion));
  }
  const marks = (name) => ({ detail: { key } }) => entries.forEach((entry) => entry.classList.toggle(name, entry.dataset.key === key));
  selection.addEventListener("hover", marks("is-hovered"));
  selection.addEventListener("select", marks("is-current"));
}

function showButton(key, map, selection, texts, motion) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-show";
  button.setAttribute("aria-label", texts.show.replace("%s", selection.rows.get(key)?.name ?? key));
  button.append(pin());
  button.addEventListener("click", () => {
    selection.showFromList(key);
    const { lon, lat } = selection.rows.get(key);
    map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSE), animate: motion });
    map.getContainer().scrollIntoView({ block: "nearest" });
  });
  return button;
}

function pin() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M12 22s7-7.5 7-13a7 7 0 1 0-14 0c0 5.5 7 13 7 13zM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "2");
  svg.append(path);
  return svg;
}
