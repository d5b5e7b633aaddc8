import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './badge.css';

/** What a colour means. It never stands alone: a badge has words, and mostly an icon. */
export type Tone = 'critical' | 'bad' | 'warn' | 'good' | 'info' | 'ask' | 'calm';

export interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  /** Said on hover: why it is so. */
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

export function Badge({ tone, icon, title, children }: BadgeProps) {
  return (
    <span className={`badge tone-${tone}`} title={title}>
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
