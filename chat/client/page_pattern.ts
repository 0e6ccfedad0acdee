// Which pages a pattern means: "/cart" or "/checkout/*" on any host, "shop.example.com/*" on one. A star is any text, also none.

const bare = (text: string): string => text.replace(/(.)\/$/, "$1");

/** Whether a page, by its host and path, is one of those that the pattern means. Takes time in proportion to the path, whatever the stars. */
export function meansPage(pattern: string, host: string, path: string): boolean {
  const [first = "", ...rest] = bare(pattern).split("*");
  const whole = pattern.startsWith("/") ? path : host + path;
  const page = pattern.endsWith("*") ? whole : bare(whole);
  const last = rest.pop();
  if (last === undefined) return page === first;
  const end = page.length - last.length;
  if (!page.startsWith(first) || !page.endsWith(last) || end < first.length) return false;
  let at = first.length;
  for (const part of rest) {
    at = page.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return at <= end;
}

/** Whether something is shown on a page: on one of the first, where there are any, and on none of the others. */
export function isShownOn(only: readonly string[], never: readonly string[], host: string, path: string): boolean {
  const means = (pattern: string): boolean => meansPage(pattern, host, path);
  return (only.length === 0 || only.some(means)) && !never.some(means);
}
