/**
 * The step between the clinician's page and the client's form. It goes on by itself, except when somebody came back here.
 *
 * The form is not opened from the clinician's page itself: that page is told at once that its session is over, and would
 * lead this tablet to the sign-in while the form is on its way.
 */

const [visit] = performance.getEntriesByType("navigation");
if (visit?.type === "navigate") document.getElementById("start").submit();
