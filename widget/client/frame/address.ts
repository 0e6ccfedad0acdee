// A page's address as it may leave the browser: without query values, except where a campaign is named.

export function stripped(address: string): string {
  if (!URL.canParse(address)) return "";
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (!name.startsWith("utm_")) url.searchParams.set(name, "");
  url.hash = url.username = url.password = "";
  return url.href;
}
