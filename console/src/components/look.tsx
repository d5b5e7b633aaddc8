import { Badge, type Tone } from './badge.tsx';
import type { IconName } from './icon.tsx';

/** How a status looks: words, an icon and a colour, each of which says it. */
export interface Look {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

interface LookBadgeProps {
  readonly look: Look;
  readonly title?: string | null | undefined;
}

export const LookBadge = ({ look: { label, tone, icon }, title }: LookBadgeProps) => (
  <Badge icon={icon} title={title ?? undefined} tone={tone}>
    {label}
  </Badge>
);
