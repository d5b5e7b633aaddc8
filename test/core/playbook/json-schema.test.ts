import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { caseJsonSchema, playbookJsonSchema } from '../../../core/playbook/json-schema.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';

const file = (name: string) => fileURLToPath(new URL(`../../../playbooks/${name}`, import.meta.url));

describe('the schemas for editors', () => {
  it.each([
    ['playbook.schema.json', playbookJsonSchema(catalog)],
    ['case.schema.json', caseJsonSchema()],
  ])(
    'playbooks/%s is current (else run: npx vitest run test/core/playbook/json-schema.test.ts -u)',
    async (name, schema) => {
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file(name));
    },
  );
});
