/** Another project in this window without a reload: its shell's data is fetched, and the panel begins anew with it. */

import type { Boot } from "./boot.ts";

const DATA = /<script id="panel-data" type="application\/json">(.*?)<\/script>/s;

/** The shell's data in a page's text, which the server has escaped for scripts. Throws where there is none. */
export function bootIn(html: string): Boot {
  const [, data] = DATA.exec(html) ?? [];
  if (!data) throw new Error("this page is not the panel");
  return JSON.parse(data) as Boot;
}

/** The shell of an address. Throws when it leads elsewhere: to a sign-in, or nowhere. */
export async function bootAt(path: string): Promise<Boot> {
  const response = await fetch(path, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) throw new Error(`the shell answered ${response.status}`);
  return bootIn(await response.text());
}
