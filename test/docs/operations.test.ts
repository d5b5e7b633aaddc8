import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Config } from '../../core/config.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

it('the configuration at the beginning has the defaults', () => {
  const [, block = ''] = /```json\n(.*?)```/s.exec(operations) ?? [];
  expect(Config.parse(JSON.parse(block))).toEqual(Config.parse({}));
});
