import { toPointer } from '../../json-pointer.ts';
import type { Check } from './check-playbook.ts';

/** Longer circles show only where all playbooks are known: see `checkLibrary`. */
export const checkRecursion: Check = ({ playbook, places }) =>
  places.flatMap(({ step, path }) => {
    if (!('playbook' in step) || step.playbook !== playbook.id) return [];
    const pointer = toPointer([...path, 'playbook']);
    return [
      { pointer, message: 'runs itself, without end', value: step.playbook, remedy: 'name another playbook' },
    ];
  });
