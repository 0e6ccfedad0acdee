// Files in a timeline. Apart from the feed's own code, which loads before anybody opens a chat.

import type { AttachmentPush, MessageShape } from "#wire";
import type { Feed } from "../feed.ts";

/** What became of a file of a message that we hold. */
export function refiled(feed: Feed, { conversation, number, attachment }: Omit<AttachmentPush, "type">): Feed {
  const place = number - feed.before - 1;
  const present = feed.messages[place];
  if (!present || conversation !== feed.conversation) return feed;
  const attachments = present.attachments.map((one) => (one.id === attachment.id ? attachment : one));
  return { ...feed, messages: feed.messages.with(place, { ...present, attachments }) };
}

/** Somebody wrote its text: else it is the names of its files, for lists and mails. */
export const isWritten = ({ text, data }: Pick<MessageShape, "text" | "data">): boolean => text !== "" && !data?.unsaid;
