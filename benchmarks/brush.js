// Runs in a measured page before its own scripts: how many ms a move of the pointer takes, from the
// event to the end of the frame in which all that follows from it is on the page.
"use strict";

(function () {
  const PIXEL = new Uint8Array(4);
  const webgl = { calls: 0, last: null };  // calls that draw, and the context of the last one
  const kepler = { words: "", since: 0, looked: 0, picture: "" };
  const markers = { pane: null, changes: 0 };
  let armed = null;                        // the move that is waited for: { parts, before, began, done }

  // What a move changes on a page of each kind; all of it has to be another than before.
  const PARTS = {
    floor: () => [text("#words")],
    atlas: () => [layer()?.answer, brush(), text("#sentence, #shown")],
    dash: () => [markersOfDash()],
    kepler: () => [pictureOfKepler()],
  };

  const layer = () => window.IncidentAtlas?.layer;
  const text = (selector) => document.querySelector(selector)?.textContent;
  const texts = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent).join(" ");
  const brush = () => [...document.querySelectorAll("[role=slider]")].map((node) => node.ariaValueText).join(" ");

  /** Count the changes of the markers and clusters. */
  function markersOfDash() {
    const pane = document.querySelector(".leaflet-marker-pane");
    if (pane && pane !== markers.pane) {
      markers.pane = pane;
      new MutationObserver(() => (markers.changes += 1)).observe(pane, { childList: true });
    }
    return markers.changes;
  }

  /** Return the days that are written, once WebGL has drawn after they were. */
  function pictureOfKepler() {
    const words = texts(".time-value");
    if (words !== kepler.words) Object.assign(kepler, { words, since: kepler.looked });
    kepler.looked = webgl.calls;
    if (webgl.calls > kepler.since) kepler.picture = words;
    return kepler.picture;
  }

  for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const name of Object.getOwnPropertyNames(prototype).filter((each) => /^draw(Arrays|Elements)/.test(each))) {
      const draw = prototype[name];
      prototype[name] = function (...values) {
        Object.assign(webgl, { calls: webgl.calls + 1, last: this });
        if (window.benchBrush.draws) draw.apply(this, values);
      };
    }
  }

  /** Wait until the picture of WebGL is there: reading a pixel of it does. */
  function finish() {
    webgl.last?.readPixels(0, 0, 1, 1, WebGLRenderingContext.RGBA, WebGLRenderingContext.UNSIGNED_BYTE, PIXEL);
  }

  /** Can the brush be moved without asking anybody? A source without a status never asks. */
  const isHere = () => layer() && (layer().source.status?.state ?? "here") === "here" && PARTS.atlas().every(Boolean);

  function look() {
    window.benchBrush.here ||= isHere() && performance.timeOrigin + performance.now();
    if (!armed) return;
    const { parts, before, began, done } = armed;
    if (!began || !parts().every((part, index) => part !== before[index])) return;
    armed = null;
    finish();
    done(performance.now() - began);
  }

  // A message that is sent in a frame arrives once the frame is laid out and painted.
  const frame = new MessageChannel();
  frame.port1.onmessage = look;
  requestAnimationFrame(function next() {
    frame.port2.postMessage(0);
    requestAnimationFrame(next);
  });
  window.addEventListener("pointermove", (event) => {
    if (armed && !armed.began) armed.began = event.timeStamp;
  }, { capture: true });

  window.benchBrush = {
    patience: 120_000,                     // ms for one move
    here: 0,                               // ms since 1970 when the page had its collection and its brush
    draws: true,                           // false: no call draws in WebGL, as on a card that takes no time for it

    /** Wait for the next move; `result` is what it took, or null where not all of the page followed. */
    arm(kind) {
      const parts = PARTS[kind];
      this.result = new Promise((done) => {
        armed = { parts, before: parts(), began: 0, done };
        setTimeout(done, this.patience, null);
      });
    },
    /** Tell whether a page of this kind has its first picture. */
    isDrawn: (kind) => PARTS[kind]().every(Boolean),
  };
})();
