// A print is complete without this: it adds the button, and asks again for a map that a busy server did not draw.
const PAUSE = 5000;   // ms
const TRIES = 12;

const button = document.getElementById("print");
if (button instanceof HTMLButtonElement) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** @param {HTMLImageElement} picture */
function askAgain(picture, tries = TRIES) {
  const { src, complete, naturalWidth } = picture;
  const retry = () => {
    if (tries) setTimeout(() => Object.assign(picture, { src }), PAUSE);
    else if (button) button.insertAdjacentText("beforebegin", "The map could not be drawn: load the page again. ");
    tries -= 1;
  };
  picture.addEventListener("error", retry);
  if (complete && !naturalWidth) retry();   // before this script ran
}

document.querySelectorAll(".atlas-picture img").forEach((picture) => {
  if (picture instanceof HTMLImageElement) askAgain(picture);
});
