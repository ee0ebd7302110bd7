// The button by which a reader takes the view into links, embeds and files.
import { element } from "../../furniture/element.js";

const TITLE = "Put where the map looks now into the link, the embed and the files";
const CONFIRM = 1500;                    // ms that a pressed button says so

/** The button; `press` is called, and `announce(words)` says that it was. */
export function viewButton(press, announce) {
  const button = element("button", { type: "button", class: "atlas-view", title: TITLE }, "Use this view");
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", () => {
    press();
    announce("Link, embed and files now start from this view.");
    button.classList.add("atlas-used");
    setTimeout(() => button.classList.remove("atlas-used"), CONFIRM);
  });
  return button;
}
