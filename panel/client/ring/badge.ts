/** How many wait, on the tab's own picture: a dot with a number on the logo. */

const MOST = 9;

/** Puts the number there, or takes it away with 0. */
export function badge(waiting: number, page: Document = document): void {
  const link = page.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (!link) return;
  link.dataset.plain ??= link.href;
  link.href = waiting ? `data:image/svg+xml,${encodeURIComponent(picture(waiting))}` : link.dataset.plain;
}

/** The logo as static/logo.svg has it, and the signal's colour: a file cannot be drawn upon. */
export function picture(waiting: number): string {
  const words = waiting > MOST ? `${MOST}+` : String(waiting);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
    '<path fill="#0f616f" fill-rule="evenodd" d="M5 2h8.7a7.3 7.3 0 0 1 0 14.6H8V20.5A1.5 1.5 0 0 1 6.5 22H5a1.5 1.5 0 0 1-1.5-1.5v-17A1.5 1.5 0 0 1 5 2zM8 6v6.6h8.2l-2.4-3.3L16.2 6z"/>' +
    '<circle cx="16.5" cy="16.5" r="7.5" fill="#cd4400"/>' +
    `<text x="16.5" y="20.3" font-family="sans-serif" font-size="${words.length > 1 ? 8.5 : 11}" font-weight="700" fill="#fff" text-anchor="middle">${words}</text></svg>`
  );
}
