/** Faces of our own: a round line drawing, of no age, sex or colour of skin; eyes and mouth say the rest. */

const SVG = "http://www.w3.org/2000/svg";
const DOT_EYES = "M22 26v3M42 26v3";
const PARTS = {
  very_happy: ["M18 28q4-6 8 0M38 28q4-6 8 0", "M17 36q15 21 30 0z"],
  happy: [DOT_EYES, "M20 39q12 12 24 0"],
  so_so: [DOT_EYES, "M22 43h20"],
  sad: [DOT_EYES, "M21 46q11-9 22 0"],
  very_sad: ["M17 22l8-3M47 22l-8-3M22 28v3M42 28v3", "M20 49q12-15 24 0"],
};

/** The ends of a child's line, from the low to the high one. */
export const LINE_ENDS = ["sad", "happy"];

/** One face; what it means is said beside it, so that the drawing itself stays silent. */
export function drawFace(id) {
  const face = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 64 64", class: "face", "aria-hidden": "true" })) {
    face.setAttribute(name, value);
  }
  const head = face.appendChild(document.createElementNS(SVG, "circle"));
  for (const [name, value] of Object.entries({ cx: 32, cy: 32, r: 28 })) head.setAttribute(name, value);
  for (const path of PARTS[id] ?? PARTS.so_so) {
    face.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
  }
  return face;
}
