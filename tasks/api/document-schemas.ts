import * as z from 'zod';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schemas of an OpenAPI document. Those with an id stand in it once, and are referred to. */
export interface Schemas {
  readonly named: Readonly<Record<string, JsonSchema>>;
  /** @param io what is sent to us, or what we answer: a field with a default may be left out of the one alone. */
  readonly write: (schema: z.ZodType, io: 'input' | 'output') => JsonSchema;
  readonly parameters: (place: 'path' | 'query', fields: z.ZodObject | undefined) => readonly object[];
}

export function createSchemas(): Schemas {
  const named: Record<string, JsonSchema> = {};
  const write: Schemas['write'] = (schema, io) => {
    // The outermost schema is written out even where it has an id, and this one has none.
    const whole = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: 'any',
      override: io === 'output' ? loosen : () => undefined,
    });
    const { $defs = {}, properties } = JSON.parse(
      JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/'),
    ) as { readonly $defs?: Record<string, JsonSchema>; readonly properties: { readonly it: JsonSchema } };
    Object.assign(named, $defs);
    return properties.it;
  };
  return {
    named,
    write,
    parameters: (place, fields) =>
      Object.entries(fields?.shape ?? {}).map(([name, field]) => ({
        name,
        in: place,
        required: place === 'path' || !z.safeParse(field, undefined).success,
        schema: write(field as z.ZodType, 'input'),
      })),
  };
}

interface Written {
  format?: string;
  pattern?: string;
  additionalProperties?: unknown;
}

/** An answer may gain fields, and no client that was made from the document shall break of them. */
function loosen({ jsonSchema }: { readonly jsonSchema: Written }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // The pattern of a time is a screenful that says what the format says.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}
