// Which article is to be read next, when the way to it begins outside the help's own screen.

let wanted: string | null = null;

export function want(which: string): void {
  wanted = which;
}

/** It is taken once. */
export function take(): string | null {
  const which = wanted;
  wanted = null;
  return which;
}
