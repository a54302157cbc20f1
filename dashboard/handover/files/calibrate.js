/** Fits the outline of a bank card to a real one, and keeps the measure of this screen on this device. */

import { forgetMeasure, keepMeasure, pxPerCm } from "./kept_here.js";

const LONG_CHECK_CM = 10;
const SHORT_CHECK_CM = 5;
const STEP = 0.1;
/** About what a tablet has [CSS px per cm]. */
const USUAL = 56;

const at = (id) => document.getElementById(id);
const [stage, card, size, became, forget] = ["stage", "card", "size", "became", "forget"].map(at);
const cm = { long: Number(card.dataset.widthMm) / 10, short: Number(card.dataset.heightMm) / 10 };

/** The card lies as it fits; on a narrow screen it stands. */
function draw() {
  const px = Number(size.value);
  const stands = cm.long * px > stage.clientWidth - 4;
  card.style.width = `${(stands ? cm.short : cm.long) * px}px`;
  card.style.height = `${(stands ? cm.long : cm.short) * px}px`;
  size.setAttribute("aria-valuetext", `${px.toFixed(1)} pixels per centimetre`);
  drawRuler(px);
}

function drawRuler(px) {
  const length = LONG_CHECK_CM * px <= stage.clientWidth ? LONG_CHECK_CM : SHORT_CHECK_CM;
  at("ruler").style.width = `${length * px}px`;
  at("ruler-length").textContent = `${length} cm`;
}

function change(by) {
  size.value = Number(size.value) + by;
  draw();
  say("");
}

function say(words) {
  became.textContent = words;
}

/** Whether this screen is measured may change while the page is open: by another zoom, or on another screen. */
function showKept() {
  const isKept = pxPerCm() !== null;
  forget.hidden = !isKept;
  at("check").hidden = !isKept;
}

size.addEventListener("input", () => change(0));
at("smaller").addEventListener("click", () => change(-STEP));
at("larger").addEventListener("click", () => change(STEP));
at("save").addEventListener("click", () => {
  keepMeasure(Number(size.value));
  showKept();
  say(`Saved on this device: ${Number(size.value).toFixed(1)} pixels per centimetre.`);
});
forget.addEventListener("click", () => {
  forgetMeasure();
  showKept();
  say("The measure was forgotten. Lines are as long as usual on such a screen.");
  at("save").focus();
});
addEventListener("resize", () => {
  draw();
  showKept();
});

size.value = pxPerCm() ?? USUAL;
showKept();
draw();
document.body.dataset.ready = "";
