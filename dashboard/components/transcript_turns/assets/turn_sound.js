/** The kept sound of a transcript: one player above its turns, and a button at each turn that plays from there. */

const MS = 1000;

export function player(parentElement, address) {
  const there = parentElement.querySelector(".sound");
  if (!address) return there?.remove();
  if (there?.dataset.address === address) return;
  there?.remove();
  const frame = document.createElement("div");
  frame.className = "sound";
  frame.dataset.address = address;
  const audio = document.createElement("audio");
  Object.assign(audio, { controls: true, preload: "none", src: address });
  audio.setAttribute("aria-label", "The recording");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  audio.addEventListener("error", () => {
    said.textContent = "The sound cannot be played: it is not there any more, or this browser does not know its kind.";
  });
  frame.append(audio, said);
  parentElement.prepend(frame);
}

export function hearing(turn) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "hear";
  made.textContent = "Hear this";
  made.setAttribute("aria-label", `Hear this turn, at ${turn.time}`);
  made.addEventListener("click", () => {
    const audio = made.getRootNode().querySelector(".sound audio");
    audio.currentTime = turn.start / MS;
    audio.play().catch(() => {}); // the player itself says what is wrong
  });
  return made;
}
