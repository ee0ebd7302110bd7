// What keeps clear of what: the small globe of marks and controls, names of all of them, and marks of what lies over
// the map.
export class Clearance {
  /** `parts` = {picture, controls, inset, names, view}. */
  constructor(parts) {
    this._parts = parts;
  }

  /** What names of the base map give way to, as names.js takes it. */
  obstacles() {
    const { picture, controls } = this._parts;
    const { boxes, names, taken } = picture.obstacles();
    return { boxes, names: [...names, ...controls.names()], taken };
  }

  /** Give the globe its place, and let names give way. */
  makeRoom() {
    const { picture, controls, inset, names } = this._parts;
    const taken = controls.boxes();
    const before = inset.boxes().join();
    inset.follow(taken, [...picture.obstacles().boxes, ...controls.names().map(({ box }) => box)]);
    picture.giveWay([...taken, ...inset.boxes()]);
    if (inset.boxes().join() !== before) names.refresh();
  }

  /** Bring marks out, once there is room; names follow. */
  bringOut() {
    this._parts.view.clear();
    this._parts.names.refresh();
  }
}
