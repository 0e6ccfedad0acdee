// `node ws.mjs PORT WORLD`: the chat on Node's `ws`, `pg` and `redis`.

import { WebSocketServer } from "ws";
import { createClient } from "redis";
import { openStore } from "./store.mjs";
import { answerOf, enter, pushOf, readWorld, roomOf } from "./world.mjs";

const [port, file] = process.argv.slice(2);
const world = readWorld(file);
const append = openStore(process.env.DATABASE_URL, process.env.BATCHED === "1");
const socket = { path: decodeURIComponent(new URL(process.env.REDIS_URL).pathname) };
const publisher = await createClient({ socket }).connect();
const subscriber = await createClient({ socket }).connect();
const rooms = new Map();

async function join(room, client) {
  const members = rooms.get(room);
  if (members) return void members.add(client);
  rooms.set(room, new Set([client]));
  await subscriber.subscribe(room, (text) => rooms.get(room)?.forEach((member) => member.send(text)));
}

async function leave(room, client) {
  const members = rooms.get(room);
  members?.delete(client);
  if (members?.size === 0) {
    rooms.delete(room);
    await subscriber.unsubscribe(room);
  }
}

async function send(client, guest, frame) {
  const stored = await append(guest, frame);
  client.send(JSON.stringify({ type: "reply", ref: frame.ref, ...answerOf(guest, stored) }));
  void publisher.publish(`p.${guest.project}`, JSON.stringify(pushOf(guest, frame, stored, null)));
  void publisher.publish(roomOf(guest), JSON.stringify(pushOf(guest, frame, stored, frame.client_id)));
}

new WebSocketServer({ port: Number(port), host: "127.0.0.1", perMessageDeflate: false }).on("connection", (client) => {
  let here = { guest: undefined, room: "" };
  client.on("message", async (text) => {
    const frame = JSON.parse(text);
    if (frame.type === "send") return send(client, here.guest, frame);
    here = enter(world, frame);
    await join(here.room, client);
    client.send(JSON.stringify({ type: "reply", ref: frame.ref, ok: true }));
  });
  client.on("close", () => leave(here.room, client));
});
