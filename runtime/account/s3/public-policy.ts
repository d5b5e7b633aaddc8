import * as z from 'zod';

const strings = z.union([z.string(), z.array(z.string())]);
const Statement = z.looseObject({
  Effect: z.string(),
  Principal: z.union([z.literal('*'), z.record(z.string(), strings)]).optional(),
  Condition: z.unknown().optional(),
});
const Policy = z.looseObject({ Statement: z.union([Statement, z.array(Statement)]) });

/**
 * True when a statement allows everyone, unconditionally. AWS also calls some conditions public; here any
 * condition is taken to narrow the grant.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isPublicPolicy(document: string): boolean {
  const parsed = Policy.safeParse(JSON.parse(document));
  if (!parsed.success) return false;
  return [parsed.data.Statement].flat().some(({ Effect, Principal, Condition }) => {
    if (Effect !== 'Allow' || Condition !== undefined || Principal === undefined) return false;
    return Principal === '*' || Object.values(Principal).flat().includes('*');
  });
}
