import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { readCases } from '../../../runtime/playbooks/read-cases.ts';
import { example } from '../cli/spawn-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
async function readOne(content: Json | string) {
  const place = join(folder, String(++made));
  mkdirSync(join(place, 'cases'), { recursive: true });
  writeFileSync(join(place, 'list.json'), '[1]');
  const file = join(place, 'cases', 'one.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const read = await readCases(join(place, 'playbook.json'), null);
  return { ...read, file };
}

const miner = example('ec2-cryptocurrency');
const withEvent = (event: Json): Json => ({ title: 'A case', event, expect: { runs: false } });

describe('readCases', () => {
  it('gives the event in full, changed as the case says', async () => {
    const { cases, problems } = await readOne(withEvent({ $ref: miner, change: { '/detail/severity': 2 } }));
    expect(problems).toEqual([]);
    expect(cases).toMatchObject([{ title: 'A case', mode: 'auto', event: { detail: { severity: 2 } } }]);
  });

  it('has nothing to say where there are no cases', async () => {
    expect(await readCases(join(folder, 'nowhere', 'playbook.json'), null)).toEqual({
      cases: [],
      problems: [],
    });
  });

  it.each<[string, Json | string, RegExp[]]>([
    ['text that is no JSON', '{ "title": ', [/^it is cut off at character 11/]],
    [
      'an event that there is not',
      withEvent({ $ref: 'gone.json' }),
      [/^\/event\/\$ref: there is no such file, got "gone\.json"; it stands for .*gone\.json$/],
    ],
    [
      'a reference to something else',
      withEvent({ $ref: '../list.json' }),
      [/^\/event\/\$ref: leads to what is not a JSON object/],
    ],
    [
      'an event that is not taken in',
      withEvent({ source: 'aws.ec2' }),
      [/^\/event: is not taken in: its source is "aws\.ec2"/],
    ],
    [
      'a change of what is within a scalar',
      withEvent({ $ref: miner, change: { '/detail/severity/x': 1 } }),
      [/^\/event\/change: nothing can stand at "x" in a scalar/],
    ],
    [
      'several things at once, in the order of the file',
      { ...(withEvent({ $ref: 'gone.json' }) as object), mode: 'x' },
      [/^\/event\/\$ref: /, /^\/mode: /],
    ],
  ])('names the file and the place of %s', async (_, content, expected) => {
    const { cases, problems, file } = await readOne(content);
    expect(cases).toEqual([]);
    expect(problems.map((one) => one.file)).toEqual(expected.map(() => file));
    for (const [index, pattern] of expected.entries()) expect(problems[index]?.problem).toMatch(pattern);
  });
});
