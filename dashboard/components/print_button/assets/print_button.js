/** Prints the page on a tap or by keyboard. */

export default function printButton({ data, parentElement }) {
  if (parentElement.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = data.label;
  button.addEventListener("click", () => print());
  parentElement.append(button);
}
