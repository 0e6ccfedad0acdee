// Runs before the first paint: the theme and the direction that the reader chose, so that nothing flashes.

const asked = new URLSearchParams(location.search);
const root = document.documentElement;

/** What was kept in this browser; storage may be switched off. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const theme = asked.get("theme") ?? kept("parley.theme");
if (theme === "light" || theme === "dark" || theme === "auto") root.dataset.theme = theme;

const direction = asked.get("dir");
if (direction === "rtl" || direction === "ltr") root.dir = direction;

// A script's file is a module to the compiler only if it says so.
export {};
