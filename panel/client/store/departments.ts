/** The project's departments, asked for once they are shown; and a conversation's way from one into another. */

import { signal } from "@preact/signals";
import type { ConversationShape, DepartmentShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { change } from "./actions.ts";
import type { Panel } from "./panel.ts";
import { toast } from "./toasts.ts";

export const departments = signal<readonly DepartmentShape[]>([]);

export async function loadDepartments(panel: Panel): Promise<void> {
  try {
    departments.value = (await panel.api.departments()).results;
  } catch {
    // Away: what is known stays, and it is asked again with the next conversation.
  }
}

/** Puts the conversation into a department, or into none (null). */
export async function move(panel: Panel, conversation: ConversationShape, to: string | null): Promise<void> {
  const before = conversation.department?.id ?? null;
  if (before === to) return;
  const changed = await change(panel, conversation.id, { department: to });
  if (!changed) return;
  const name = changed.department?.name;
  toast(name ? t("Moved to {name}", { name }) : t("In no department"), () => void move(panel, changed, before));
}
