// An article as elements: made of nodes that the server has cleaned, and of no others. Nothing of it was ever markup here.

export type Nodes = readonly unknown[];

const TAGS = /^(p|ul|ol|li|blockquote|pre|code|em|strong|s|hr|br|table|thead|tbody|tr|th|td|h[234]|a|img|aside)$/;
const ATTRIBUTES = /^(href|title|src|alt|id|start|class|rel|loading|width|height)$/;
const ADDRESS = /^(https?:|mailto:|tel:|[/#])/i;

/** `["p", {}, "text", ["strong", {}, "more"]]`, or a text. */
export function built(nodes: Nodes): DocumentFragment {
  const whole = document.createDocumentFragment();
  whole.append(...nodes.map(one));
  return whole;
}

function one(node: unknown): Node {
  if (!Array.isArray(node)) return document.createTextNode(typeof node === "string" ? node : "");
  const [tag, attributes, ...inside] = node as [string, Record<string, string>, ...unknown[]];
  if (!TAGS.test(tag)) return built(inside);
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (fits(name, value)) made.setAttribute(name, value);
  if (tag === "a") made.setAttribute("target", "_blank");
  made.append(built(inside));
  if (tag !== "table") return made;
  const wide = document.createElement("div");
  wide.className = "tbl-wrap";
  wide.tabIndex = 0;
  wide.append(made);
  return wide;
}

function fits(name: string, value: string): boolean {
  return ATTRIBUTES.test(name) && ((name !== "href" && name !== "src") || ADDRESS.test(value));
}
