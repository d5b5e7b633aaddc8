import { expect, it } from 'vitest';
import { checkText } from '../../../../tasks/api/playbooks/check-text.ts';

const withUnknown = (fields: number): string =>
  JSON.stringify({
    id: 'x',
    name: 'X',
    mode: 'auto',
    steps: [{ id: 'tell', notify: { message: 'hi' } }],
    ...Object.fromEntries(Array.from({ length: fields }, (_, n) => [`field${n}`, n])),
  });

it.each([
  [3, 3],
  [9000, 100],
])('of %i things that are wrong, says and locates %i', (wrong, told) => {
  const checked = checkText(withUnknown(wrong), []);
  expect(checked.ok ? [] : checked.problems).toHaveLength(told);
});
