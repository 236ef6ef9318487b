// The colours follow the system until the reader chooses.

const themes = ["auto", "light", "dark"];

function setUpTheme() {
  const button = document.getElementById("theme");
  let theme = "auto";
  const apply = () => {
    if (theme === "auto") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    button.querySelector("span").textContent = "Colours: " + theme;
    button.setAttribute("aria-label", "Colours: " + theme);
  };
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    apply();
  });
  apply();
  button.hidden = false;
}
