// Draws a component again when the session's state changed.

import { useEffect, useState } from "preact/hooks";
import type { State, Store } from "./state.ts";

export function useStore(store: Store): State {
  const [state, setState] = useState(store.value);
  useEffect(() => {
    setState(store.value);
    return store.subscribe(setState);
  }, [store]);
  return state;
}
