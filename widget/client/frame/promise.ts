// How long an answer takes, in words.

import { locale } from "../../../chat/client/t.ts";

/** How long an answer takes, as it is promised or usual: "30 minutes", "2 hours". */
export function promise(minutes: number): string {
  const [amount, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 48 * 60 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(amount);
}
