import { knownFunctions } from '../expressions/known-functions.ts';
import { givenNames } from '../expressions/rewrite-expression.ts';
import { toPointer } from '../../json-pointer.ts';
import type { Check } from './check-playbook.ts';

/** The name of an item must not hide what is in scope already. */
export const checkItemNames: Check = ({ places }) =>
  places.flatMap(({ step, path, items }) => {
    if (!('forEach' in step)) return [];
    const name = step.forEach.as;
    const hides = findHidden(name, items);
    if (hides === undefined) return [];
    const pointer = toPointer([...path, 'forEach', 'as']);
    return [{ pointer, message: `hides ${hides}`, value: name, remedy: 'choose another name' }];
  });

function findHidden(name: string, items: readonly string[]): string | undefined {
  if (givenNames.has(name)) return `$${name}, which every expression is given`;
  if (items.includes(name)) return 'the item of the forEach around it';
  return knownFunctions.has(name) ? `the function $${name}` : undefined;
}
