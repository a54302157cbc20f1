/** The words around the forms, in the language and direction of the person whose turn it is. */

const languages = JSON.parse(document.getElementById("screen").dataset.around);
let words = languages[document.documentElement.lang];

/** Say everything in that language from now on. */
export function speak(language) {
  if (language === document.documentElement.lang) return;
  words = languages[language];
  Object.assign(document.documentElement, { lang: language, dir: words.direction });
  document.title = words.page_title;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
}

export function word(name) {
  return words[name];
}

/** Say in one place what `name` says: of a thank-you, say, that all is well without answers too. */
export function sayInstead(place, name) {
  document.querySelector(`[data-word="${place}"]`).textContent = words[name];
}
