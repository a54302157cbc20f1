/**
 * The course as CSV, SVG and PNG. The first two are files of a route; the PNG is painted here, in the browser, from the
 * same SVG, so that no program for painting is needed on the server and nothing leaves the clinic.
 */

const TIMES = 2; // pixels of the PNG for each of the drawing: sharp on paper

export default function courseFiles({ data, parentElement }) {
  parentElement.querySelector(".files")?.remove();
  const list = document.createElement("p");
  list.className = "files";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  list.append("Take it along: ", link("Table (CSV)", data.csv), link("Drawing (SVG)", data.svg), picture(data.svg, said), said);
  parentElement.append(list);
}

function link(label, address) {
  const made = document.createElement("a");
  made.textContent = label;
  made.href = address;
  made.download = "";
  return made;
}

function picture(address, said) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = "Picture (PNG)";
  made.addEventListener("click", () => {
    said.textContent = "";
    paint(address).then(({ blob, name }) => keep(blob, name)).catch(() => {
      said.textContent = "The picture could not be made. Please load the page again.";
    });
  });
  return made;
}

async function paint(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const source = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: image.naturalWidth * TIMES, height: image.naturalHeight * TIMES });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error())), "image/png"));
    return { blob, name: nameOf(answer) };
  } finally {
    URL.revokeObjectURL(source);
  }
}

/** The server names its file by the client's code; the picture is called the same. */
function nameOf(answer) {
  const found = /filename="([^"]+)\.svg"/.exec(answer.headers.get("content-disposition") ?? "");
  return `${found ? found[1] : "course"}.png`;
}

function keep(blob, name) {
  const made = document.createElement("a");
  made.href = URL.createObjectURL(blob);
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}
