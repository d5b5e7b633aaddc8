import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

interface ButtonProps {
  readonly children: ReactNode;
  readonly icon?: IconName;
  /** `plain`: one of several things to do; `main`: the one that the page is for; `danger`: it changes an account. */
  readonly look?: 'plain' | 'main' | 'go' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** Says that it is being done. */
  readonly busy?: boolean;
  readonly title?: string;
  readonly onClick?: () => void;
}

export function Button({
  children,
  icon,
  look = 'plain',
  type = 'button',
  disabled,
  busy,
  title,
  onClick,
}: ButtonProps) {
  return (
    <button
      aria-busy={busy}
      className={`button look-${look}`}
      disabled={disabled === true || busy === true}
      // Without the event: a mutation would take it for what to send.
      onClick={() => onClick?.()}
      title={title}
      type={type}
    >
      {icon !== undefined && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}
