/** Copies a text on a tap or by keyboard, and says so in words. */

export default function copyButton({ data, parentElement }) {
  const there = parentElement.querySelector(".copy");
  if (there?.dataset.text === data.text) return;
  there?.remove();
  const row = document.createElement("div");
  const button = document.createElement("button");
  const said = document.createElement("p");
  row.className = "copy";
  row.dataset.text = data.text;
  button.type = "button";
  button.textContent = data.label;
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = (await copied(data.text)) ? data.done : data.failed;
  });
  row.append(button, said);
  parentElement.append(row);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedTheOldWay(text); // without TLS a browser has no clipboard for pages
  }
}

function copiedTheOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.cssText = "position:fixed;opacity:0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
