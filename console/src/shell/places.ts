import type { IconName } from '../components/icon.tsx';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  /** Goes there after `g`. */
  readonly key: string;
  /** Looked at less often: below the others, and not at the thumb on a phone. */
  readonly minor?: true;
}

/** Where one can go from everywhere. */
export const places: readonly Place[] = [
  { href: '/', label: 'Overview', icon: 'overview', key: 'o' },
  { href: '/incidents', label: 'Incidents', icon: 'incidents', key: 'i' },
  { href: '/approvals', label: 'Approvals', icon: 'approvals', key: 'a' },
  { href: '/executions', label: 'Executions', icon: 'executions', key: 'e' },
  { href: '/playbooks', label: 'Playbooks', icon: 'playbooks', key: 'p' },
  { href: '/messages', label: 'Messages', icon: 'messages', key: 'm', minor: true },
  { href: '/dead-letters', label: 'Dead letters', icon: 'letters', key: 'd', minor: true },
];

/** Whether a page belongs to a place: an incident belongs to the incidents. */
export const isWithin = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
