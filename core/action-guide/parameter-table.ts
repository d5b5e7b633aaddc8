import * as z from 'zod';
import { toTable } from './table.ts';

/** The part of JSON Schema that parameters use; another shape shows as the words that it has. */
const Schema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  description: z.string().optional(),
  get items() {
    return Schema.optional();
  },
});
type Schema = z.infer<typeof Schema>;

const ParametersSchema = z.looseObject({
  properties: z.record(z.string(), Schema).default({}),
  required: z.array(z.string()).default([]),
});

/** One row for each parameter of a `with`, the required ones first. */
export function describeParameters(parameters: z.ZodType): string {
  const schema = ParametersSchema.parse(z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }));
  const { properties, required } = schema;
  const rows = Object.entries(properties)
    .toSorted(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)))
    .map(([name, property]) => [
      `\`${name}\``,
      describeType(property),
      required.includes(name) ? 'yes' : 'no',
      property.description ?? '',
    ]);
  return toTable(['parameter', 'type', 'required', ''], rows);
}

function describeType({ type, enum: values, items, minimum, maximum, maxLength }: Schema): string {
  if (values) return values.map((value) => `\`${value}\``).join(' or ');
  if (items) return `list; each: ${describeType(items)}`;
  if (type === 'integer') return `whole number, ${minimum ?? 'any'} to ${maximum ?? 'any'}`;
  if (type === 'string') return maxLength === undefined ? 'text' : `text, at most ${maxLength} characters`;
  return type ?? 'any';
}
