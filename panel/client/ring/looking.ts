/** Which conversation the person has in front of them, told to the other tabs: what they are reading need not ring. */

const KEY = "parley:panel:looking";

export function lookAt(conversation: string | null): void {
  try {
    if (conversation && document.hasFocus()) localStorage.setItem(KEY, conversation);
    else if (document.hasFocus()) localStorage.removeItem(KEY);
  } catch {
    // Storage is forbidden: this tab knows of itself.
  }
}

/** Nobody looks any more: the window has lost the focus. */
export function lookAway(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // The same.
  }
}

export function isLookedAt(conversation: string, here: string | null): boolean {
  if (conversation === here && document.hasFocus()) return true;
  try {
    return localStorage.getItem(KEY) === conversation;
  } catch {
    return false;
  }
}
