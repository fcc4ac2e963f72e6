/** The interactive map; see start(). */
export function start(frame) {
  frame.dispatchEvent(new CustomEvent("map:failed", { bubbles: true }));
}
