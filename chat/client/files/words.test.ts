// How files are spoken of: sizes as people write them, kinds by their ending, and a sentence for each reason.

import type { AttachmentShape } from "#wire";
import { beforeEach, expect, it } from "vitest";
import { speak } from "../t.ts";
import { refiled } from "./feed.ts";
import { emptyFeed, receive } from "../feed.ts";
import { aboutFile, kindOf, refusalOf, sizeOf } from "./words.ts";

const file = (part: Partial<AttachmentShape>): AttachmentShape => {
  const whole = { id: "f", name: "care-card.pdf", type: "application/pdf", size: 184_000, url: "", width: null, height: null, thumbnail: null };
  return { ...whole, state: "ready", reason: null, ...part };
};

beforeEach(() => speak("en"));

it.each([
  [1, "1 kB"],
  [184_400, "184 kB"],
  [2_140_000, "2.1 MB"],
  [26_214_400, "26.2 MB"],
])("says %d bytes as %s", (bytes, words) => expect(sizeOf(bytes)).toBe(words));

it("says what it is", () => {
  expect(kindOf(file({}))).toBe("PDF");
  expect(kindOf(file({ type: "image/png" }))).toBe("Photo");
  expect(kindOf(file({ name: "README" }))).toBe("File");
  expect(aboutFile(file({}))).toBe("PDF, 184 kB");
  expect(aboutFile(file({ state: "pending" }))).toBe("PDF, 184 kB · being checked");
  expect(aboutFile(file({ state: "refused", reason: "program" }))).toBe("Programs cannot be sent here");
});

it("has a sentence for each reason", () => {
  const reasons = ["kind", "program", "macros", "uncleanable", "broken", "too_large", "harmful", "incomplete", "too_much"] as const;
  expect(new Set(reasons.map(refusalOf)).size).toBe(reasons.length);
});

it("puts what became of a file into its message, and into no other", () => {
  const shape = { conversation: "c", kind: "text", author: { kind: "visitor", id: "v", name: "", avatar: null }, text: "", data: null, client_id: null } as const;
  const at = { created_at: "2026-05-12T14:00:00Z", edited_at: null, deleted: false };
  const feed = [1, 2].reduce((held, number) => receive(held, { ...shape, ...at, number, attachments: [file({ state: "pending" })] }), emptyFeed("c"));
  const after = refiled(feed, { conversation: "c", number: 2, attachment: file({}) });
  expect(after.messages.map(({ attachments }) => attachments[0]?.state)).toEqual(["pending", "ready"]);
  expect(refiled(feed, { conversation: "other", number: 2, attachment: file({}) })).toBe(feed);
  expect(refiled(feed, { conversation: "c", number: 9, attachment: file({}) })).toBe(feed);
});
