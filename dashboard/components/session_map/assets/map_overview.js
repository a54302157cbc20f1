/** The whole session as a strip, shown while the picture is enlarged: what is in sight, and a way to elsewhere. */

import { drawing } from "./map_rows.js";
import { element } from "./map_words.js";

const HEIGHT = 10; // of one lane, in the strip's own measure

export function overview(data, frame) {
  const made = element("div", "overview");
  made.setAttribute("aria-hidden", "true"); // the picture itself is read and walked by keyboard
  const lanes = 1 + Math.max(1, ...data.lanes);
  const strip = drawing("svg", { viewBox: `0 0 1000 ${HEIGHT * (lanes + 1)}`, preserveAspectRatio: "none" });
  for (let lane = 0; lane < lanes; lane += 1) strip.append(drawing("path", { d: bars(data, lane), class: `lane-${lane}` }));
  strip.append(drawing("path", { d: signs(data, lanes), class: "signs" }));
  const sight = element("div", "sight");
  made.append(strip, sight);
  made.follow = () => {
    sight.style.left = `${(100 * frame.scrollLeft) / frame.scrollWidth}%`;
    sight.style.width = `${(100 * frame.clientWidth) / frame.scrollWidth}%`;
  };
  frame.addEventListener("scroll", made.follow, { passive: true });
  const go = (event) => {
    const box = made.getBoundingClientRect();
    frame.scrollLeft = ((event.clientX - box.left) / box.width) * frame.scrollWidth - frame.clientWidth / 2;
  };
  made.addEventListener("pointerdown", (event) => {
    made.setPointerCapture(event.pointerId);
    go(event);
  });
  made.addEventListener("pointermove", (event) => made.hasPointerCapture(event.pointerId) && go(event));
  return made;
}

function bars(data, lane) {
  const scale = 1000 / data.whole;
  const top = lane * HEIGHT + 1;
  return data.lanes
    .map((whose, turn) => (whose === lane ? bar(data.starts[turn] * scale, Math.max(0.6, data.lengths[turn] * scale), top) : ""))
    .join("");
}

const bar = (x, width, top) => `M${x.toFixed(1)} ${top}h${width.toFixed(1)}v${HEIGHT - 2}h-${width.toFixed(1)}z`;

/** Where a sign of either kind is, as a stroke under the lanes. */
function signs(data, lanes) {
  const scale = 1000 / data.whole;
  const turns = data.rows.filter((row) => row.key === "withdrawal" || row.key === "confrontation").flatMap((row) => row.marks);
  return turns.map(([turn]) => bar(data.starts[turn] * scale, 3, lanes * HEIGHT + 1)).join("");
}
