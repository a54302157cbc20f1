/** The same form inside Streamlit. Python reads `sent` once and answers with `stored`, which wipes the draft. */

import { draftOf, forgetReading, mountForm } from "./rating_form.js";

export default function streamlitForm({ data, parentElement, setStateValue }) {
  const { content, draft: name, stored } = data;
  const draft = draftOf(name);
  const shown = parentElement.querySelector(".mendline-room");
  if (stored) {
    draft.wipe({ keepCrisis: true });
    forgetReading();
    shown?.remove();
    return;
  }
  if (shown?.dataset.form === name) return;
  shown?.remove();
  const room = parentElement.appendChild(document.createElement("div"));
  room.className = "mendline-room";
  room.dataset.form = name;
  const send = (filled) => setStateValue("sent", filled);
  const { pending } = draft.read();
  mountForm(room, content, { draft, onSend: send, stage: parentElement }).then(({ lock }) => {
    if (!pending) return;
    lock();
    send(pending);
  });
}
