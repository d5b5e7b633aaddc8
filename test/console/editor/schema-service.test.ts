import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSchemaService } from '../../../console/src/editor/schema-service.ts';

const file = join(import.meta.dirname, '../../../playbooks/playbook.schema.json');
const service = createSchemaService(JSON.parse(readFileSync(file, 'utf8')) as object);

/** `|` marks the cursor. */
const at = (marked: string) => ({ text: marked.replace('|', ''), offset: marked.indexOf('|') });
const complete = async (marked: string) => {
  const { text, offset } = at(marked);
  return await service.complete(text, offset);
};

describe('the schema of playbooks', () => {
  it('completes the fields of a playbook that are not there yet', async () => {
    const labels = (await complete('{ "id": "a", "|" }')).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['name', 'mode', 'trigger', 'steps']));
    expect(labels).not.toContain('id');
  });

  it('completes modes, with the quotes that they stand in, and puts them in their place', async () => {
    const [first] = await complete('{ "mode": "|" }');
    expect(first).toMatchObject({ label: '"shadow"', kind: 'value', template: '"shadow"', from: 10, to: 12 });
  });

  it('completes the actions of the catalog, and says what they do', async () => {
    const all = await complete('{ "steps": [{ "action": "|" }] }');
    expect(all.find(({ label }) => label === '"ec2.isolate-instance"')?.explanation).toBe(
      'Isolate an EC2 instance from the network',
    );
  });

  it.each(['../playbook.schema.json', 'https://example.com/other.json', './x'])(
    'is this one whatever the text names: %s',
    async (named) => {
      const all = await complete(
        `{ "$schema": "${named}", "steps": [{ "action": "ec2.isolate-instance", "|" }] }`,
      );
      expect(all.map(({ label }) => label)).toContain('onFailure');
    },
  );

  it('compares what is typed with the field in its quotes', async () => {
    const all = await complete('{ "mo|" }');
    expect(all.find(({ label }) => label === 'mode')).toMatchObject({ match: '"mode"', from: 2, to: 6 });
  });

  it('puts the cursor where the value goes, and keeps a plain $', async () => {
    const all = await complete('{ "|" }');
    expect(all.find(({ label }) => label === 'name')?.template).toBe('"name": "${1}"');
    expect(all.find(({ label }) => label === '$schema')?.template).toBe('"$schema": "${1}"');
  });

  it('explains a field', async () => {
    const { text, offset } = at('{ "prio|rity": 10 }');
    expect(await service.explain(text, offset)).toEqual({ text: 'Lower runs first.', from: 2, to: 12 });
  });

  it.each(['{ "id|": "a" }', '|', '{ "steps": [| }'])(
    'says nothing where there is nothing to say: %s',
    async (marked) => {
      const { text, offset } = at(marked);
      expect(await service.explain(text, offset)).toBeNull();
    },
  );
});
