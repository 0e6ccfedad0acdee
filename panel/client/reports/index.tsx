/** Reports and the live board: a chunk of its own. */

export { Board } from "./board.tsx";
export { Reports } from "./page.tsx";
