// Difference: switch the layout in place. Without it the links load the page again with ?view=

const box = document.querySelector(".diff");
const links = [...document.querySelectorAll("a[data-layout]")];

/** Lay the difference out side by side or inline, and let the address remember it. */
function show(layout) {
  box.dataset.view = layout;
  for (const link of links) {
    if (link.dataset.layout === layout) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  history.replaceState(null, "", `?view=${layout}`);
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.dataset.layout);
  });
}
