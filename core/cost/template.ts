import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { JsonRecord } from '../json.ts';

/** What is read of a CloudFormation template. */
export const Template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: JsonRecord.default({}) })),
});

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: z.infer<typeof JsonRecord>;
}

/** A synthesised stack. */
export interface Stack {
  /** `TourniquetStore` */
  readonly name: string;
  readonly resources: readonly Resource[];
}

export const readStack = (name: string, { Resources }: z.infer<typeof Template>): Stack => ({
  name,
  resources: Object.entries(Resources).map(([id, { Type, Properties }]) => ({
    id,
    type: Type,
    properties: Properties,
  })),
});

const Reference = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** The resource of the same stack that an `Fn::GetAtt` leads to. */
export function followReference({ name, resources }: Stack, value: unknown): Resource {
  const id = Reference.safeParse(value).data?.['Fn::GetAtt'][0];
  const found = resources.find((resource) => resource.id === id);
  if (found !== undefined) return found;
  throw new InvalidInput(`${name}: ${JSON.stringify(value)} leads to no resource of the stack`);
}
