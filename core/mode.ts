import type { Standing } from './dedupe/finding-identity.ts';
import { Mode } from './playbook/protocol.ts';

const rank = (mode: Mode): number => Mode.options.indexOf(mode);

/** The most careful of the modes: shadow before approve before auto. */
export function capMode(...modes: readonly [Mode, ...Mode[]]): Mode {
  return modes.reduce((lowest, mode) => (rank(mode) < rank(lowest) ? mode : lowest));
}

/** What an incident allows at most: samples and archived findings change nothing, and what nobody vouched for must be asked (DESIGN §5). */
export function modeOfIncident({ sample, trusted, archived }: Standing): Mode {
  if (sample || archived) return 'shadow';
  return trusted ? 'auto' : 'approve';
}
