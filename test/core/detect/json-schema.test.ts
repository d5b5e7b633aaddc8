import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ruleCaseJsonSchema, ruleJsonSchema } from '../../../core/detect/json-schema.ts';

const file = (name: string) => fileURLToPath(new URL(`../../../detections/${name}`, import.meta.url));

describe('the schemas of detections for editors', () => {
  it.each([
    ['rule.schema.json', ruleJsonSchema()],
    ['case.schema.json', ruleCaseJsonSchema()],
  ])(
    'detections/%s is current (else run: npx vitest run test/core/detect/json-schema.test.ts -u)',
    async (name, schema) => {
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file(name));
    },
  );
});
