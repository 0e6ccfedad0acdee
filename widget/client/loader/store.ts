// The host page's storage, under `parley:<key>:` and nowhere else. Everything works without it.

export interface Store {
  get(name: string): string | null;
  /** Null removes. Returns whether it worked: a blocked or full storage throws. */
  set(name: string, value: string | null): boolean;
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

const begin = (key: string): string => `parley:${key}:`;

export function openStore(key: string): Store {
  const prefix = begin(key);
  return {
    get: (name) => attempt(() => localStorage.getItem(prefix + name), null),
    set: (name, value) =>
      attempt(() => {
        if (value === null) localStorage.removeItem(prefix + name);
        else localStorage.setItem(prefix + name, value);
        return true;
      }, false),
  };
}

/** The values whose names begin so; with `forget` they are gone afterwards. */
export function allKept(key: string, start: string, forget?: boolean): string[] {
  const found: string[] = [];
  attempt(() => {
    // By name first: the values of other names are nobody's business. Backwards, for what is removed moves the rest.
    for (let place = localStorage.length - 1; place >= 0; place -= 1) {
      const name = localStorage.key(place) ?? "";
      if (!name.startsWith(begin(key) + start)) continue;
      found[found.length] = localStorage.getItem(name) ?? "";
      if (forget) localStorage.removeItem(name);
    }
  }, undefined);
  return found;
}
