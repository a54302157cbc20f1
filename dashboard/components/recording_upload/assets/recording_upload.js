/**
 * Sends a recording as it is, without the name of its file, and shows how far it is. What the server refuses is said in
 * its own words. A drawing of the page while it is sent changes nothing here.
 */

export default function recordingUpload({ data, parentElement, setTriggerValue }) {
  if (parentElement.querySelector("form")) return;
  const form = document.createElement("form");
  form.className = "recording";
  const file = field();
  const send = button("Send the recording", "submit");
  const stop = button("Stop sending", "button");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", "Sent so far");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  stop.hidden = bar.hidden = true;
  form.append(label("The recording", file), send, stop, bar, said);
  parentElement.append(form);

  const rest = (words) => {
    for (const part of [file, send]) part.disabled = false;
    stop.hidden = bar.hidden = true;
    said.textContent = words;
  };
  form.addEventListener("submit", (pressed) => {
    pressed.preventDefault();
    const chosen = file.files[0];
    if (!chosen) return rest("Choose the recording first.");
    if (chosen.size > data.largest) return rest("The recording is larger than 2 GB. Save it as MP3 or M4A first.");
    for (const part of [file, send]) part.disabled = true;
    stop.hidden = bar.hidden = false;
    bar.value = 0;
    said.textContent = "Sending. Please stay on this page until it has arrived.";
    const request = new XMLHttpRequest();
    stop.onclick = () => request.abort();
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = (100 * loaded) / total;
      if (loaded === total) said.textContent = "It is being looked into.";
    };
    request.onload = () => {
      rest(request.status === 201 ? "The recording has arrived." : request.responseText);
      if (request.status === 201) setTriggerValue("arrived", JSON.parse(request.responseText).recording);
      else file.focus();
    };
    request.onabort = () => rest("It was stopped. Nothing of it was kept.");
    request.onerror = () => rest("The connection broke off. Nothing of it was kept; please send it again.");
    request.open("POST", data.address);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(chosen);
  });
}

function field() {
  const made = document.createElement("input");
  Object.assign(made, { type: "file", accept: "audio/*,video/*", required: true });
  return made;
}

function label(name, input) {
  const made = document.createElement("label");
  made.append(name, input);
  return made;
}

function button(name, type) {
  const made = document.createElement("button");
  made.type = type;
  made.textContent = name;
  return made;
}
