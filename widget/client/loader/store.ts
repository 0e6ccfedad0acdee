// The host page's storage, under `parley:<key>:` and nowhere else. Everything works without it.

export interface Store {
  get(name: string): string | null;
  /** Null removes. Returns whether it worked: a blocked or full storage throws. */
  set(name: string, value: string | null): boolean;
  /** The values whose names begin so. */
  all(start: string): string[];
}

export function openStore(key: string): Store {
  const prefix = `parley:${key}:`;
  const attempt = <T>(act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => attempt(() => localStorage.getItem(prefix + name), null),
    set: (name, value) =>
      attempt(() => {
        if (value === null) localStorage.removeItem(prefix + name);
        else localStorage.setItem(prefix + name, value);
        return true;
      }, false),
    all: (start) =>
      // By name first: the values of other names are nobody's business.
      attempt(() => Object.keys(localStorage), [])
        .filter((name) => name.startsWith(prefix + start))
        .map((name) => localStorage[name] as string),
  };
}
