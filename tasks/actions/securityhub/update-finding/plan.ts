import type * as z from 'zod';
import { author, type HubFinding } from '../../../security-hub/hub.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { findFindings, type Found } from './find-finding.ts';
import { isOurs, type FindingData } from './finding-data.ts';
import type { spec } from './spec.ts';

export type Parameters = z.infer<typeof spec.parameters>;

const limits = [
  'A status contains nothing: it tells people, and rules that go by it, where the case stands',
  'The same finding seen again, once it was archived in between, is NEW',
];

export async function planUpdate(
  parameters: Parameters,
  context: ActionContext<FindingData>,
): Promise<Draft> {
  const { findingId } = parameters;
  const { account, region } = context.target;
  const [found, ...others] = await findFindings(context.clients.securityhub, parameters);
  if (found === undefined) {
    const reason = `Security Hub has no finding ${findingId} in account ${account}, ${region}: it may be older than 90 days, be elsewhere, or Security Hub be off there`;
    return refused('target-gone', reason);
  }
  if (others.length > 0) {
    const products = [found, ...others].map(({ finding }) => finding.productArn);
    const reason = `several findings have the id ${findingId}; say which is meant with productArn: ${products.join(', ')}`;
    return refused('ambiguous', reason);
  }
  return draftUpdate(found, parameters, context);
}

function draftUpdate(
  { hub, finding }: Found,
  { findingId, status, note }: Parameters,
  { incident, data }: ActionContext<FindingData>,
): Draft {
  const update = { status, incident, text: note ?? null };
  const ours = isOurs(data(), finding);
  return {
    calls: [{ service: 'securityhub', ...hub.describe(finding, update) }],
    before: { status: (ours ? data().before?.status : undefined) ?? finding.status },
    after: { status },
    blastRadius: {
      summary: `${finding.status} in Security Hub becomes ${status}`,
      affected: [],
      limits: [...limits, ...(note === undefined ? [] : findReplaced(finding))],
    },
    inPlace: ours && finding.status === status && hub.says(finding, update),
    facts: toFacts({
      arns: [findingId.startsWith('arn:') ? findingId : undefined],
      names: [findingId],
      tags: [],
    }),
  };
}

/** A finding has room for one note. */
const findReplaced = ({ note }: HubFinding): string[] =>
  note === null || note.by === author
    ? []
    : [`The note that stands there is replaced: ${note.text.slice(0, 200)}`];
