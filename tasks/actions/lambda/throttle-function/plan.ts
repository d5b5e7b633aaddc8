import { GetFunctionConfigurationCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import type { ActionContext, Draft } from '../../action.ts';
import { orNull, required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { describe, isThrottled, readReservation, type ConcurrencyData } from './concurrency.ts';

const limits = [
  'Invocations that run already go on until they end, 15 minutes at most',
  "Credentials of the function's role that were taken work until they expire: use iam.revoke-role-sessions",
  'Asynchronous events and records of queues and streams wait meanwhile, and are lost once they expire',
  'Whoever may change the function can lift it: contain who did, too',
];

export async function planThrottling(
  { functionName }: { readonly functionName: string },
  { clients: { lambda }, target, data }: ActionContext<ConcurrencyData>,
): Promise<Draft> {
  const [found, now] = await Promise.all([
    orNull(
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
      'ResourceNotFoundException',
    ),
    readReservation(lambda, functionName),
  ]);
  if (found === null || now === null) {
    const reason = `there is no function ${functionName} in account ${target.account}, ${target.region}: it may be deleted, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const arn = required(found.FunctionArn, 'FunctionArn');
  const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: arn }));
  const { before } = data();
  const ours = isThrottled(now) && before !== null;
  return {
    calls: [
      {
        service: 'lambda',
        command: 'PutFunctionConcurrency',
        input: { FunctionName: functionName, ReservedConcurrentExecutions: 0 },
      },
    ],
    before: ours ? before : now,
    after: { reserved: 0 },
    blastRadius: {
      summary: `${functionName} is not invoked any more; it has ${describe(ours ? before : now)}`,
      affected: [
        { kind: 'lambda-function', id: functionName, why: 'all its versions and aliases answer nobody' },
      ],
      limits,
    },
    inPlace: ours,
    facts: toFacts({
      arns: [arn, found.Role],
      names: [functionName],
      tags: Object.entries(Tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}
