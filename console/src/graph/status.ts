import type { Look } from '../components/look.tsx';
import type { StateStatus, StateSummary } from './visits/sum-up.ts';

/** The words are those of Step Functions' own console. */
export const statusLooks: Readonly<Record<StateStatus, Look>> = {
  idle: { label: 'Not entered', icon: 'circle', tone: 'calm' },
  running: { label: 'In progress', icon: 'clock', tone: 'info' },
  succeeded: { label: 'Succeeded', icon: 'check', tone: 'good' },
  failed: { label: 'Failed', icon: 'cross', tone: 'bad' },
  caught: { label: 'Caught error', icon: 'shield', tone: 'warn' },
  cancelled: { label: 'Cancelled', icon: 'dash', tone: 'calm' },
  skipped: { label: 'Left out', icon: 'arrow', tone: 'calm' },
  entered: { label: 'Reached', icon: 'check', tone: 'info' },
};

/** `Succeeded ×3, 2 retries`; what happened once needs no number. */
export function describeSummary({ status, times, retries }: StateSummary): string {
  const { label } = statusLooks[status];
  const often = times > 1 ? ` ×${times}` : '';
  return `${label}${often}${retries === 0 ? '' : `, ${describeRetries(retries)}`}`;
}

export const describeRetries = (retries: number): string =>
  retries === 1 ? '1 retry' : `${retries} retries`;
