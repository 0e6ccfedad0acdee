// `node socketio.mjs PORT WORLD`: the chat on Socket.IO with its Redis adapter and `pg`.

import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { openStore } from "./store.mjs";
import { answerOf, enter, pushOf, readWorld, roomOf } from "./world.mjs";

const [port, file] = process.argv.slice(2);
const world = readWorld(file);
const append = openStore(process.env.DATABASE_URL, process.env.BATCHED === "1");
const socket = { path: decodeURIComponent(new URL(process.env.REDIS_URL).pathname) };
const clients = await Promise.all([createClient({ socket }).connect(), createClient({ socket }).connect()]);
const http = createServer();
const io = new Server(http, { adapter: createAdapter(...clients), transports: ["websocket"], perMessageDeflate: false });

io.on("connection", (client) => {
  let guest;
  client.on("hello", async (hello, answer) => {
    const here = enter(world, hello);
    guest = here.guest;
    await client.join(here.room);
    answer({ ok: true });
  });
  client.on("send", async (frame, answer) => {
    const stored = await append(guest, frame);
    answer(answerOf(guest, stored));
    io.to(`p.${guest.project}`).emit("message", pushOf(guest, frame, stored, null));
    io.to(roomOf(guest)).emit("message", pushOf(guest, frame, stored, frame.client_id));
  });
});
http.listen(Number(port), "127.0.0.1");
