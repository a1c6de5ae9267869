// The switch that turns single keys off (WCAG 2.1.4), remembered for the whole site: core.js reads the same choice.

const keySwitch = document.querySelector("[data-keys-switch]");

export const keysAreOn = () => keySwitch.checked;

function show() {
  document.querySelector("[data-queue]").toggleAttribute("data-no-keys", !keySwitch.checked);
}

// Storage may be blocked: the choice then holds for this screen only.
try {
  keySwitch.checked = localStorage.getItem("keys") !== "off";
} catch {
  keySwitch.checked = true;
}

keySwitch.addEventListener("change", () => {
  show();
  try {
    if (keySwitch.checked) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // As above.
  }
});
show();
