// On a phone the chat is the whole screen: the page behind stays where it was, and the device's Back closes the chat.

/** Holds the page still and adds a history entry for Back; not for a frame that has a name, as part of the page. Returns what undoes both. */
export function lockPage(frame: HTMLIFrameElement, back: () => void): () => void {
  if (frame.name || !matchMedia("(max-width:480px)").matches) return () => undefined;
  const { style } = document.documentElement;
  const { overflow } = style;
  const view = window.visualViewport;
  // The keyboard shrinks what is seen, not the page: the composer rides on it.
  const fit = (): void => {
    frame.style.cssText = view ? `block-size:${view.height}px;top:${view.offsetTop}px` : "";
  };
  style.overflow = "hidden";
  view?.addEventListener("resize", fit);
  history.pushState({ ...history.state, parley: 1 }, "");
  addEventListener("popstate", back);
  return () => {
    removeEventListener("popstate", back);
    view?.removeEventListener("resize", fit);
    frame.style.cssText = "";
    style.overflow = overflow;
    // Closed by its own button: take our entry away. Closed by Back: it has gone already.
    if (history.state?.parley) history.back();
  };
}
