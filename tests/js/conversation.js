// What the frame of the dashboard's map and the script say to each other of the period, in any order.
import { Period } from "../../src/geo/assets/pages/period.js";
import { inPeriod, periodOf } from "../../src/geo/assets/sources/queries.js";

/**
 * The queries of frame and script after each of some events = [name, value]: the brush is moved to a year or stops, a
 * part of the script's page moves the period to a year, and what was said arrives at the other side.
 */
export function conversation(events) {
  const period = new Period();
  const year = (text) => ({ from: text, to: text });
  const frame = { query: "", reports: [], n: 0 };
  const script = { query: "", heard: 0, states: [] };
  const speak = () => script.states.push({ query: script.query, heard: script.heard });
  const report = (hasStopped) => {
    const told = period.told(++frame.n, hasStopped);
    frame.reports = [{ n: frame.n, told }];                              // only the last arrives for certain
  };
  const happens = {
    move: (text) => {
      period.move(year(text));
      frame.query = inPeriod(frame.query, year(text));
    },
    stop: () => period.stop() && report(true),
    click: () => report(false),
    elsewhere: (text) => {
      script.query = inPeriod(script.query, year(text));
      speak();
    },
    report: () => {
      for (const { n, told } of frame.reports.splice(0)) {
        if (told) script.query = inPeriod(script.query, told);
        script.heard = n;
        speak();
      }
    },
    state: () => {
      for (const { query, heard } of script.states.splice(0, 1)) frame.query = period.follow(query, heard);
    },
  };
  period.follow("", 0);
  return events.map(([name, value]) => {
    happens[name](value);
    return [frame.query, script.query].map((query) => periodOf(query).from);
  });
}
