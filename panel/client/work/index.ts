/** What few moments need, in a file of its own: the command palette, and preparing replies and macros. */

export { Palette } from "./palette.tsx";
export { Prepare } from "./prepare.tsx";
