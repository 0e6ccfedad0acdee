// What is said about files, in the reader's language: how large, of which kind, and why one was refused.

import type { AttachmentShape, RefusalName } from "#wire";
import { locale, t } from "../t.ts";

const KB = 1000;

/** "184 kB", "2.1 MB". */
export function sizeOf(bytes: number): string {
  const [value, unit] = bytes < KB * KB ? [Math.max(1, Math.round(bytes / KB)), "kilobyte"] : [bytes / KB / KB, "megabyte"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: 1 }).format(value as number);
}

/** "PDF", "Photo": what people call it. */
export function kindOf({ name, type }: Pick<AttachmentShape, "name" | "type">): string {
  if (type.startsWith("image/")) return t("Photo");
  const ending = name.includes(".") ? (name.split(".").at(-1) ?? "") : "";
  return ending.length > 5 || !ending ? t("File") : ending.toUpperCase();
}

/** "PDF, 184 kB", or what stands in its way. */
export function aboutFile(file: AttachmentShape): string {
  if (file.state === "refused") return refusalOf(file.reason);
  const about = t("{kind}, {size}", { kind: kindOf(file), size: sizeOf(file.size) });
  return file.state === "pending" ? `${about} · ${t("being checked")}` : about;
}

export function tooBig(largest: number): string {
  return t("Too big: {size} is the most", { size: `${Math.floor(largest / 1024 / 1024)} MB` });
}

export function refusalOf(reason: RefusalName | null): string {
  if (reason === "program") return t("Programs cannot be sent here");
  if (reason === "macros") return t("Files with macros cannot be sent here");
  if (reason === "uncleanable") return t("Send this picture as JPEG or PNG");
  if (reason === "broken") return t("This picture is broken");
  if (reason === "too_large") return t("This picture has too many pixels");
  if (reason === "too_much") return t("Not taken: too big, or too many");
  if (reason === "harmful") return t("Harmful: it was not passed on");
  if (reason === "incomplete") return t("It did not arrive whole");
  return t("This kind of file cannot be sent here");
}
