import * as z from 'zod';
import type { Catalog } from '../action-spec.ts';
import { PlaybookCase } from './case-schema.ts';
import { createPlaybookSchema, createStepSchemas, type StepKind } from './schema.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The JSON Schema of playbooks, for editors: completion and errors while typing. It knows the actions of the
 * catalog and their parameters, where an expression may stand for any value. What `parsePlaybook` checks
 * beyond (names in scope, triggers) it does not say.
 */
export function playbookJsonSchema(catalog: Catalog): object {
  const sequence = z.unknown().meta({ id: 'steps' });
  const kinds = Object.entries(createStepSchemas(sequence)) as [StepKind, z.ZodType][];
  const frame = toJsonSchema(createPlaybookSchema(sequence));
  const steps = kinds.flatMap(([kind, schema]) =>
    kind === 'action' ? actionSteps(schema, catalog) : [toJsonSchema(schema)],
  );
  return {
    $schema: draft,
    title: 'Tourniquet playbook',
    ...frame,
    $defs: {
      steps: { type: 'array', minItems: 1, maxItems: 100, items: { anyOf: steps } },
      expression: { type: 'string', pattern: '^\\{%[\\s\\S]*%\\}$' },
    },
  };
}

export function caseJsonSchema(): object {
  return { title: 'Case of a Tourniquet playbook', ...toJsonSchema(PlaybookCase), $schema: draft };
}

interface Schema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly [keyword: string]: unknown;
}

/**
 * Without `$schema` and `$defs`: references to the steps lead to the definitions of the whole, and those that
 * zod makes itself mean any JSON.
 */
function toJsonSchema(schema: z.ZodType): Schema {
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return JSON.parse(
    JSON.stringify(rest, (_key, value: unknown) => (isAnyJson(value) ? {} : value)),
  ) as Schema;
}

const isAnyJson = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  '$ref' in value &&
  typeof value.$ref === 'string' &&
  value.$ref.startsWith('#/$defs/__schema');

/** One schema for each action: its name tells it apart. */
function actionSteps(schema: z.ZodType, catalog: Catalog): object[] {
  const step = toJsonSchema(schema);
  return [...catalog.values()].map(({ id, title, parameters }) => {
    const action = { const: id, description: title };
    return {
      ...step,
      properties: { ...step.properties, action, with: allowExpressions(toJsonSchema(parameters)) },
    };
  });
}

/** Each parameter may be an expression instead. */
function allowExpressions({ properties = {}, ...rest }: Schema): Schema {
  const expression = { $ref: '#/$defs/expression' };
  const members = Object.entries(properties).map(([name, schema]) => [name, { anyOf: [schema, expression] }]);
  return { ...rest, properties: Object.fromEntries(members) as Record<string, object> };
}
