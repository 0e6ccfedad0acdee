// A value that tells its listeners when it changed.

export class Observable<T extends object> {
  #present: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(present: T) {
    this.#present = present;
  }

  get value(): T {
    return this.#present;
  }

  /** Changes some fields. Listeners hear of it only when one of them is another value. */
  set(part: Partial<T>): void {
    const changed = (Object.keys(part) as (keyof T)[]).some((name) => part[name] !== this.#present[name]);
    if (!changed) return;
    this.#present = { ...this.#present, ...part };
    for (const listener of this.#listeners) listener(this.#present);
  }

  /** Returns what stops it. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
