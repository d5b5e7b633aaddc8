import type { DeadLetterView } from '../../../../core/api/dead-letters.ts';
import { type Look, LookBadge } from '../../components/look.tsx';

type End = NonNullable<DeadLetterView['ended']>['how'];

const ends: Readonly<Record<End, Look>> = {
  redriven: { label: 'Redriven', tone: 'good', icon: 'check' },
  dropped: { label: 'Dropped', tone: 'calm', icon: 'cross' },
};
const waiting: Look = { label: 'Waiting', tone: 'warn', icon: 'clock' };

/** Whether a dead letter waits, or what became of it. */
export const LetterState = ({ letter: { ended } }: { readonly letter: DeadLetterView }) => (
  <LookBadge look={ended === undefined ? waiting : ends[ended.how]} title={ended?.reason} />
);
