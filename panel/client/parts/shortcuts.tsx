/** The list of keys, and the switch that turns single letters off for good. */

import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { t } from "../../../chat/client/t.ts";
import { setSingleLetters, singleLetters } from "../memory.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export const shortcutsOpen = signal(false);

interface Group {
  title: string;
  keys: [string, string[]][];
}

function pages(mayEdit: boolean): Group {
  const settings: Group["keys"] = mayEdit ? [[t("Settings"), ["G", "S"]]] : [];
  return { title: t("Go to"), keys: [[t("Inbox"), ["G", "I"]], [t("Visitors"), ["G", "V"]], [t("Reports"), ["G", "R"]], ...settings] };
}

function groups(mayEdit: boolean): Group[][] {
  const move: Group = {
    title: t("Move"),
    keys: [
      [t("Next, previous conversation"), ["J", "K"]],
      [t("Next one that waits"), ["N"]],
      [t("Go to anything"), ["Ctrl", "K"]],
      [t("Filter the list"), ["/"]],
      [t("Show or hide the visitor column"), ["["]],
    ],
  };
  const here: Group = {
    title: t("This conversation"),
    keys: [
      [t("Reply"), ["R"]],
      [t("Private note"), ["P"]],
      [t("Done"), ["E"]],
      [t("Assign"), ["A"]],
      [t("Tags"), ["T"]],
      [t("Put off"), ["H"]],
      [t("Mark unread"), ["U"]],
      [t("Undo"), ["Z"]],
    ],
  };
  const writing: Group = {
    title: t("While writing"),
    keys: [
      [t("Send"), ["↵"]],
      [t("Canned replies"), ["/"]],
      [t("New line"), ["Shift", "↵"]],
      [t("Close, then back to the list"), ["Esc"]],
    ],
  };
  return [
    [move, pages(mayEdit)],
    [here, writing],
  ];
}

export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = shortcutsOpen.value;
  useEffect(() => {
    // A native dialog traps the focus, closes on Escape and gives the focus back.
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog class="dialog keys" aria-labelledby="keys-title" ref={dialog} onClose={() => (shortcutsOpen.value = false)}>
      <header class="dialog-h">
        <h2 id="keys-title">{t("Keyboard shortcuts")}</h2>
        <button class="icon-btn" aria-label={t("Close")} onClick={() => (shortcutsOpen.value = false)}>
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-b">
        {groups(usePanel().mayEdit).map((column, place) => (
          <div key={place}>
            {column.map((group) => (
              <KeyGroup key={group.title} group={group} />
            ))}
          </div>
        ))}
      </div>
      <Letters />
    </dialog>
  );
}

function Letters() {
  return (
    <footer class="dialog-f">
      <span class="hint">{t("Single letters are off while you write")}</span>
      <label class="letters">
        {t("Single letters")}
        <input
          class="switch"
          type="checkbox"
          role="switch"
          checked={singleLetters.value}
          onChange={(event) => setSingleLetters(event.currentTarget.checked)}
        />
      </label>
    </footer>
  );
}

function KeyGroup({ group }: { group: Group }) {
  return (
    <section>
      <h3>{group.title}</h3>
      <ul>
        {group.keys.map(([does, keys]) => (
          <li key={does}>
            <span>{does}</span>
            <span>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
