// On a phone the chat is the whole screen: the page behind stays where it was, and the device's Back closes the chat.

/** Holds the page still and adds a history entry for Back. Returns what undoes both. */
export function lockPage(back: () => void): () => void {
  if (!matchMedia("(max-width:480px)").matches) return () => undefined;
  const { style } = document.documentElement;
  const { overflow } = style;
  style.overflow = "hidden";
  history.pushState({ ...history.state, parley: 1 }, "");
  addEventListener("popstate", back);
  return () => {
    removeEventListener("popstate", back);
    style.overflow = overflow;
    // Closed by its own button: take our entry away. Closed by Back: it has gone already.
    if (history.state?.parley) history.back();
  };
}
