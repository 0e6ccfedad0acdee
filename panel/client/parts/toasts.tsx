/** What was just done, with Undo; or what has come, with Open. */

import { t } from "../../../chat/client/t.ts";
import { dismiss, hold, release, toasts } from "../store/toasts.ts";

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, text, undo, open }) => (
        <div
          key={id}
          class="toast"
          onPointerEnter={() => hold(id)}
          onPointerLeave={() => release(id)}
          onFocusCapture={() => hold(id)}
          onBlurCapture={() => release(id)}
        >
          <span>{text}</span>
          {undo && (
            <button class="btn sm" onClick={() => (dismiss(id), undo())}>
              {t("Undo")} <kbd aria-hidden="true">Z</kbd>
            </button>
          )}
          {open && (
            <button class="btn sm" onClick={() => (dismiss(id), open())}>
              {t("Open")}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
