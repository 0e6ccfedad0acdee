// The frame's own storage, where the host page's does not work or there is no host page: IndexedDB, partitioned by the browser.

import type { Keep } from "./keep.ts";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

/** Rejects where storage is blocked. */
export async function ownKeep(key: string): Promise<Keep> {
  const opening = indexedDB.open("parley", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("keep");
  const database = await done(opening);
  const store = (mode: IDBTransactionMode): IDBObjectStore => database.transaction("keep", mode).objectStore("keep");
  const mine = IDBKeyRange.bound(`${key}:`, `${key}:\uffff`);
  const [names, values] = await Promise.all([done(store("readonly").getAllKeys(mine)), done(store("readonly").getAll(mine))]);
  const kept = new Map(names.map((name, at) => [String(name).slice(key.length + 1), String(values[at])]));
  return {
    token: kept.get("token") ?? null,
    pending: [...kept].filter(([name]) => name.startsWith("out:")).map(([, value]) => value),
    draft: kept.get("draft") ?? "",
    forgetful: false,
    write(name, value) {
      const target = store("readwrite");
      if (value === null) target.delete(`${key}:${name}`);
      else target.put(value, `${key}:${name}`);
    },
  };
}
