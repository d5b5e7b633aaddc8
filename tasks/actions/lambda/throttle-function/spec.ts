import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({
  functionName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "the function's name alone, without ARN, version or alias")
    .describe('Its name alone: the whole function is throttled, with all its versions and aliases.'),
  ...regionalPlace,
});

const read = ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency', 'lambda:ListTags'] as const;

/**
 * Reserves no concurrency for a function, so that it is not invoked any more; what the console's "Throttle"
 * does. Lambda refuses while the function has provisioned concurrency; that is not looked up before.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const spec = {
  id: 'lambda.throttle-function',
  version: 1,
  title: 'Throttle a Lambda function to nothing',
  parameters,
  target: ({ functionName }: z.infer<typeof parameters>) => ({ kind: 'lambda-function', id: functionName }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: read,
    apply: [...read, 'lambda:PutFunctionConcurrency'],
    verify: ['lambda:GetFunctionConcurrency'],
    undo: [
      'lambda:GetFunctionConcurrency',
      'lambda:PutFunctionConcurrency',
      'lambda:DeleteFunctionConcurrency',
    ],
  },
  undo: 'reversible',
  d3fend: ['D3-EDL'],
  guide: {
    does: 'Reserves no concurrency for the function, with all its versions and aliases, so that it is not invoked any more. Runs that are under way go on, event sources back up or retry, and credentials of its role work until they expire: `iam.revoke-role-sessions` ends those. Lambda refuses while the function has provisioned concurrency.',
    undoes: 'Reserves as much as before, or nothing in particular, unless somebody changed it since.',
    result: { function: 'the function' },
    example: { functionName: "{% $resource('lambda-function').functionName %}" },
    sources: [
      'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
      'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
