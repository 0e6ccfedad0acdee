// What the shims share: how they speak to Parley, and what they put on the page, which goes with it.

import type { Begun } from "../loader/begun.ts";

export type Words = Record<string, unknown>;
type Callback = (data?: unknown) => void;

export const say = (...command: unknown[]): void => window.parley?.(...command);

/** Only what there is: an absent field says nothing. */
export function given(fields: Words): Words {
  const there: Words = {};
  for (const name in fields) if (fields[name] !== undefined && fields[name] !== null) there[name] = fields[name];
  return there;
}

/** A global of the other product's name, until `destroy`. */
export function put(begun: Begun, name: string, value: unknown): void {
  const page = window as unknown as Words;
  const end = begun.end;
  page[name] = value;
  begun.end = () => {
    end?.();
    delete page[name];
  };
}

/** Calls back with what each event means to the other product. */
export function hear(names: Record<string, string>, theirs: string, callback: unknown): void {
  const ours = names[theirs];
  if (ours && typeof callback === "function") say("on", ours, callback as Callback);
}
