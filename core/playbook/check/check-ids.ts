import { toPointer } from '../../json-pointer.ts';
import type { Check } from './check-playbook.ts';

/** Ids are unique over the whole playbook: they name states, and one execution has one graph. */
export const checkIds: Check = ({ places }) => {
  const first = new Map<string, string>();
  return places.flatMap(({ step, path }) => {
    const pointer = toPointer([...path, 'id']);
    const earlier = first.get(step.id);
    if (earlier === undefined) {
      first.set(step.id, pointer);
      return [];
    }
    return [
      {
        pointer,
        message: `is the id of ${earlier} too`,
        value: step.id,
        remedy: 'give each step an id of its own',
      },
    ];
  });
};
