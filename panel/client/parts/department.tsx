/** In the visitor's column: which department a conversation is for, and the way into another one. */

import { useEffect } from "preact/hooks";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { departments, loadDepartments, move } from "../store/departments.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Department({ conversation }: { conversation: ConversationShape }) {
  const panel = usePanel();
  const { department } = conversation;
  useEffect(() => void loadDepartments(panel), []);
  const others = departments.value.filter(({ id }) => id !== department?.id);
  if (!department && !others.length) return null;
  return (
    <section>
      <h2 id="department-h">{t("Department")}</h2>
      {panel.mayAct && others.length ? (
        <span class="select sm">
          <select
            class="input"
            aria-labelledby="department-h"
            value={department?.id ?? ""}
            onChange={(event) => void move(panel, conversation, event.currentTarget.value || null)}
          >
            <option value="">{t("None")}</option>
            {department && <option value={department.id}>{department.name}</option>}
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <Icon name="down" class="s" />
        </span>
      ) : (
        <p>
          <bdi>{department?.name}</bdi>
        </p>
      )}
    </section>
  );
}
