import type { Standing } from './dedupe/finding-identity.ts';
import type { Incident } from './incident.ts';
import { Mode } from './playbook/protocol.ts';

const rank = (mode: Mode): number => Mode.options.indexOf(mode);

/** The most careful of the modes: shadow before approve before auto. */
export function capMode(...modes: readonly [Mode, ...Mode[]]): Mode {
  return modes.reduce((lowest, mode) => (rank(mode) < rank(lowest) ? mode : lowest));
}

/**
 * What an incident allows at most: samples and archived findings change nothing, and what nobody
 * vouched for must be asked. Once a person has released it, a playbook that still runs contains nothing
 * again, and one that a returning finding brings asks before it does.
 */
export function modeOfIncident({
  sample,
  trusted,
  archived,
  status,
  releasedAt,
}: Standing & Pick<Incident, 'status' | 'releasedAt'>): Mode {
  if (sample || archived || status.state === 'released') return 'shadow';
  return trusted && releasedAt === undefined ? 'auto' : 'approve';
}
