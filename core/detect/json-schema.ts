import * as z from 'zod';
import { RuleCase } from './case-schema.ts';
import { Rule } from './rule.ts';

/** The JSON Schemas of rules and of their cases, for editors: completion and errors while typing. */
export const ruleJsonSchema = (): object => describe('Tourniquet detection rule', Rule);
export const ruleCaseJsonSchema = (): object => describe('Case of a Tourniquet detection rule', RuleCase);

const describe = (title: string, schema: z.ZodType): object => ({
  title,
  ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
});
