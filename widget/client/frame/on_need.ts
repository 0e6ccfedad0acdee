// What few chats need is loaded when it is needed. Such a module imports "view.tsx", so that the bundler splits nothing else for it.

import { useEffect, useState } from "preact/hooks";

/** What `load` brings, once it is wanted and there; loaded again when `again` changes. */
export function useOnNeed<T extends object>(wanted: boolean, load: () => Promise<T>, again?: unknown): T | undefined {
  const [loaded, take] = useState<T>();
  useEffect(() => {
    if (wanted) void load().then(take);
  }, [wanted, again]);
  return loaded;
}
