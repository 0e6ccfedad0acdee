// Pages written for other products' scripts: their calls are understood where the tag asks for it, `data-compat="intercom"`.

import type { Begun } from "../begun.ts";

/** Each is a file of its own, loaded only where it is asked for. */
const SHIMS: Record<string, () => Promise<{ default(begun: Begun): void }>> = {
  chatwoot: () => import("../../shims/chatwoot.ts"),
  crisp: () => import("../../shims/crisp.ts"),
  intercom: () => import("../../shims/intercom.ts"),
  tidio: () => import("../../shims/tidio.ts"),
};

export async function understand(begun: Begun): Promise<void> {
  const load = SHIMS[begun.compat];
  try {
    (await load?.())?.default(begun);
  } catch {
    // Not reached. The page's own calls stay in its queue.
  }
}
