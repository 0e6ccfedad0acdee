// Messages into Postgres: one INSERT each over a pool, as everybody writes it, or in batches that form while one is in flight.
// A plain table with a unique key against repeats: no numbers without gaps, no summary, no tenants. Less work than Parley's.

import pg from "pg";

const POOL = 8;
const MOST = 128; // rows in one statement
const COLUMNS = "(project_id, conversation_id, author_id, client_id, text)";

const valuesOf = (guest, frame) => [guest.project, guest.conversation, guest.id, frame.client_id, frame.text];

/** `append(guest, frame)` promises `{id, created_at}` once the row is committed. */
export function openStore(url, batched) {
  const address = new URL(url.replace("@/", "@localhost/")); // Node reads no address without a host
  const options = {
    user: address.username,
    password: decodeURIComponent(address.password),
    database: address.pathname.slice(1),
    host: address.searchParams.get("host"),
  };
  const pool = new pg.Pool({ ...options, max: batched ? 1 : POOL });
  return batched ? inBatches(pool) : oneByOne(pool);
}

function oneByOne(pool) {
  const text = `INSERT INTO message ${COLUMNS} VALUES ($1, $2, $3, $4, $5) RETURNING id, created_at`;
  return async (guest, frame) => (await pool.query({ name: "append", text, values: valuesOf(guest, frame) })).rows[0];
}

function inBatches(pool) {
  const text = `INSERT INTO message ${COLUMNS}
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[]) RETURNING id, created_at`;
  const waiting = [];
  let busy = false;

  async function run() {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST);
      const columns = [0, 1, 2, 3, 4].map((column) => batch.map((one) => one.values[column]));
      try {
        const { rows } = await pool.query({ name: "append", text, values: columns });
        batch.forEach((one, place) => one.resolve(rows[place]));
      } catch (error) {
        batch.forEach((one) => one.reject(error));
      }
    }
    busy = false;
  }

  return (guest, frame) =>
    new Promise((resolve, reject) => {
      waiting.push({ values: valuesOf(guest, frame), resolve, reject });
      if (!busy) void run();
    });
}
