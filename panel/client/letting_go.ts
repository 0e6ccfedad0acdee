/**
 * Lets go of what was drawn before: a panel is open all day, and each screen of it would stay in memory.
 *
 * What a component has drawn hangs on the node that Preact made for it. Its parent keeps the first such node for as long as it is not
 * drawn anew itself, and what is taken over from one drawing to the next leads on to the newer ones: so the first holds all of them.
 * Once a component is drawn again nobody reads its former node.
 */

import { options } from "preact";
import type { VNode } from "preact";

/** By Preact's own names: the component of a node, and what it has drawn. They are the same in all its builds. */
interface Drawn extends VNode {
  __c?: object | null;
  __k?: readonly VNode[] | null;
}

const latest = new WeakMap<object, Drawn>();
const diffed = options.diffed?.bind(options);

options.diffed = (vnode: Drawn) => {
  diffed?.(vnode);
  const component = vnode.__c;
  if (!component) return;
  const before = latest.get(component);
  if (before && before !== vnode) before.__k = null;
  latest.set(component, vnode);
};
