import { suggest } from '../nearest-name.ts';
import { toPointer } from '../problem.ts';
import type { Check } from './check-playbook.ts';

const roots = ['finding', 'risk', 'incident', '$or'];

/** A trigger is a pattern over { finding, risk, incident }. */
export const checkTrigger: Check = ({ playbook: { trigger = {} } }) =>
  Object.entries(trigger)
    .filter(([name]) => !roots.includes(name))
    .map(([name, value]) => ({
      pointer: toPointer(['trigger', name]),
      message: 'is not what triggers are matched against',
      value,
      remedy: suggest(name, roots, ''),
    }));
