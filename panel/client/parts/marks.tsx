/** The small marks that every part uses: icon, avatar, presence. */

import { t } from "../../../chat/client/t.ts";
import { hueOf, initialsOf } from "../words.ts";

interface IconProps {
  name: string;
  /** `s` is 16 px, `xs` 14 px; `flip` turns an arrow round in right-to-left. */
  class?: string;
}

export function Icon({ name, class: extra = "" }: IconProps) {
  return (
    <svg class={`i ${extra}`} aria-hidden="true">
      <use href={`/static/icons.svg#${name}`} />
    </svg>
  );
}

interface AvatarProps {
  of: { id: string; name: string; email?: string };
  size?: "" | "sm" | "md" | "lg";
}

export function Avatar({ of, size = "" }: AvatarProps) {
  return (
    <span class={`av av-${hueOf(of.id)} ${size}`} aria-hidden="true">
      {initialsOf(of)}
    </span>
  );
}

/** A full dot is here, a ring is gone. */
export function Presence({ online }: { online: boolean }) {
  return <i class={online ? "presence on" : "presence"} role="img" aria-label={online ? t("On the site") : t("Gone")} />;
}

export function VisitorAvatar({ online, ...avatar }: AvatarProps & { online: boolean }) {
  return (
    <span class="with-dot">
      <Avatar {...avatar} />
      <Presence online={online} />
    </span>
  );
}
