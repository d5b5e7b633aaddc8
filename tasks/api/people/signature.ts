import * as z from 'zod';
import type { Identify } from '../ports.ts';

/**
 * Whose signature API Gateway found under a request, once IAM had checked it. It stands beside the request, where no
 * header reaches.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
const Signed = z.object({
  requestContext: z.object({
    identity: z.object({ userArn: z.string().regex(/^arn:[\w-]+:(iam|sts)::\d{12}:.+/) }),
  }),
});

/** Says which program sends a request, by who signed it. Whoever gets as far as here was named as a writer. */
export const identifyBySignature: Identify = async ({ env }) => {
  const found = Signed.safeParse(env);
  if (!found.success) return await Promise.resolve(null);
  return { name: withoutSession(found.data.requestContext.identity.userArn), roles: ['writer'] };
};

/** Of a role's session, the role: how a session is called is up to whoever begins it. */
const withoutSession = (arn: string): string => arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
