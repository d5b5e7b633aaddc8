import { GetSubscriptionAttributesCommand, type Subscription } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { type AwsPatient, type Diagnosis, failed } from '../check.ts';

interface Filtered {
  readonly endpoint: string;
  readonly arn: string;
  /** Whose questions it lets through; null: everybody's. */
  readonly to: readonly string[] | null;
}

/**
 * What is wrong with the subscriptions of questions. Without a filter somebody gets the codes of everybody, and can
 * answer for them.
 */
export async function checkFilters(
  { aws, config }: AwsPatient,
  subscriptions: readonly Subscription[],
  abortSignal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const filters = await Promise.all(
    subscriptions.map(async ({ SubscriptionArn: arn = '', Endpoint: endpoint = '' }) => {
      const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
      const { Attributes } = await aws.own.sns.send(command, { abortSignal });
      return { endpoint, arn, to: readFilter(Attributes?.['FilterPolicy']) };
    }),
  );
  return [...findOpen(filters), ...findDeaf(filters, config.approvals.approvers)];
}

const findOpen = (filters: readonly Filtered[]): readonly Diagnosis[] =>
  filters
    .filter(({ to }) => to === null)
    .map(({ endpoint, arn }) =>
      failed(
        `Approvals: ${endpoint} gets the codes of everybody`,
        `aws sns set-subscription-attributes --subscription-arn ${arn} --attribute-name FilterPolicy --attribute-value '{"to":["NAME"]}'`,
      ),
    );

function findDeaf(filters: readonly Filtered[], approvers: readonly string[]): readonly Diagnosis[] {
  const heard = new Set(filters.flatMap(({ to }) => to ?? []));
  return approvers
    .filter((approver) => !heard.has(approver))
    .map((approver) =>
      failed(
        `Approvals: no subscription is for ${approver}`,
        `subscribe ${approver} with the filter policy {"to":["${approver}"]}`,
      ),
    );
}

const Filter = z.looseObject({ to: z.array(z.string()).min(1) });

function readFilter(policy: string | undefined): Filtered['to'] {
  if (policy === undefined) return null;
  try {
    return Filter.safeParse(JSON.parse(policy)).data?.to ?? null;
  } catch {
    return null;
  }
}
