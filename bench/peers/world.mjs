// Who is who, as the clients name them; what both Node servers share of the chat's rules, which is next to nothing.

import { readFileSync } from "node:fs";

/** Guests by token, projects by id: hello finds somebody without asking the database. */
export function readWorld(file) {
  const world = JSON.parse(readFileSync(file, "utf8"));
  const guests = new Map(world.guests.map((guest) => [guest.token, { ...guest, project: world.sites[guest.site].id }]));
  const sites = new Map(world.sites.map((site) => [site.public_id, site.id]));
  return { guests, sites };
}

/** The room of a hello: a visitor's own, or that of a project's operators. */
export function enter(world, hello) {
  const guest = world.guests.get(hello.token);
  return { guest, room: guest ? roomOf(guest) : `p.${world.sites.get(hello.project)}` };
}

export const roomOf = (guest) => `v.${guest.public_id}`;

/** The push of a message, as in Parley's contract. */
export function pushOf(guest, frame, stored, clientId) {
  return {
    type: "message",
    conversation: guest.conversation_public_id,
    message: {
      conversation: guest.conversation_public_id,
      number: Number(stored.id),
      kind: "text",
      author: { kind: "visitor", id: guest.public_id, name: "", avatar: null },
      text: frame.text,
      data: null,
      attachments: [],
      client_id: clientId,
      created_at: stored.created_at,
      edited_at: null,
      deleted: false,
    },
  };
}

/** What the sender is told once the row is committed. */
export const answerOf = (guest, stored) => ({
  ok: true,
  conversation: guest.conversation_public_id,
  number: Number(stored.id),
  created_at: stored.created_at,
});
