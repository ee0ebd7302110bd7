// What keeps clear of what: the small globe of marks and controls, names of all of them, and marks of what lies over
// the map.
export class Clearance {
  /** `parts` = {picture, controls, inset, search, ground, view}; `search` may be left out. */
  constructor(parts) {
    this._parts = parts;
  }

  /** What names of the base map give way to, as names.js takes it. */
  obstacles() {
    const { boxes, names, taken } = this._parts.picture.obstacles();
    return { boxes, names: [...names, ...this._found()], taken };
  }

  /** Give the globe its place, and let names give way. */
  makeRoom() {
    const { picture, controls, inset, ground } = this._parts;
    const taken = controls.boxes();
    const before = inset.boxes().join();
    inset.follow(taken, [...picture.obstacles().boxes, ...this._found().map(({ box }) => box)]);
    picture.giveWay([...taken, ...inset.boxes()]);
    if (inset.boxes().join() !== before) ground.names.refresh();
  }

  /** Bring marks out, once there is room; names follow. */
  bringOut() {
    this._parts.view.clear();
    this._parts.ground.names.refresh();
  }

  _found() {
    return this._parts.search?.names() || [];
  }
}
