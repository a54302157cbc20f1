/**
 * Whoever asked their system for less motion gets none of a part that unfolds: it is open, or closed, at once.
 *
 * Streamlit moves it over half a second whatever was asked for, and its buttons with it.
 */

const SETTLED_MS = 600; // the motion begins some frames after the press

export function watchParts() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  addEventListener("click", ({ target }) => {
    const part = target.closest?.("summary")?.parentElement;
    if (part && calm.matches) settle(part, performance.now() + SETTLED_MS);
  });
}

function settle(part, until) {
  for (const motion of part.getAnimations({ subtree: true })) if (hasEnd(motion)) motion.finish();
  if (performance.now() < until) requestAnimationFrame(() => settle(part, until));
}

const hasEnd = (motion) => Number.isFinite(motion.effect.getComputedTiming().endTime);
