import { describe, expect, it } from 'vitest';
import { openStores } from '../../support/incidents.ts';

const put = async (subject: string): Promise<string | undefined> => {
  const { outbox } = openStores();
  const at = '2026-11-20T00:00:00.000Z';
  await outbox.put({ id: 'm-1', at, kind: 'alert', incident: 'inc-1', subject, body: 'Look.' });
  return (await outbox.get('m-1'))?.subject;
};

describe('the subject of a message', () => {
  it.each([
    ['stays as it is where SNS takes it', 'x'.repeat(99), 'x'.repeat(99)],
    ['shows that it was cut', 'x'.repeat(100), `${'x'.repeat(98)}…`],
    ['is not cut within a character', `${'x'.repeat(97)}😀${'x'.repeat(9)}`, `${'x'.repeat(97)}…`],
    ['has no line breaks and no control characters', 'a\nb\u0007c\u2028d', 'a b c d'],
  ])('%s', async (_, given, expected) => {
    expect(await put(given)).toBe(expected);
  });
});
