import {
  BatchUpdateFindingsV2Command,
  GetFindingsV2Command,
  type BatchUpdateFindingsV2CommandInput,
} from '@aws-sdk/client-securityhub';
import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import { markedText } from '../../core/write-back-mark.ts';
import type { Clients } from '../aws-clients.ts';
import type { FindingRef, FindingUpdate, Hub, HubFinding } from './hub.ts';

/** OCSF's `status_id` and its caption: https://schema.ocsf.io/1.6.0/classes/detection_finding */
const statuses = {
  NEW: { id: 1, caption: 'New' },
  NOTIFIED: { id: 2, caption: 'In Progress' },
  SUPPRESSED: { id: 3, caption: 'Suppressed' },
  RESOLVED: { id: 4, caption: 'Resolved' },
} as const;

/** What is read of an OCSF finding. */
const OcsfFinding = z.looseObject({
  status_id: z.number().default(1),
  comment: z.string().optional(),
  metadata: z.looseObject({ uid: z.string(), product: z.looseObject({ uid: z.string() }) }),
  finding_info: z.looseObject({ uid: z.string() }),
  cloud: z.looseObject({ account: z.looseObject({ uid: z.string() }) }),
});

/** The new Security Hub, which speaks OCSF. */
export const createNewHub = (client: Clients['securityhub']): Hub => ({
  async find(id, productArn) {
    const { Findings = [] } = await client.send(
      new GetFindingsV2Command({
        Filters: {
          CompositeFilters: [
            {
              StringFilters: [{ FieldName: 'finding_info.uid', Filter: { Value: id, Comparison: 'EQUALS' } }],
            },
          ],
        },
        MaxResults: 100,
      }),
    );
    return Findings.map(toHubFinding).filter(
      (found) => (productArn ?? found.productArn) === found.productArn,
    );
  },
  describe: (finding, update) => ({
    command: 'BatchUpdateFindingsV2',
    input: inputFor(finding, update) as unknown as JsonObject,
  }),
  says: ({ note }, update) => update.text === null || note?.text === commentFor(update),
  async update(finding, update) {
    const command = new BatchUpdateFindingsV2Command(inputFor(finding, update));
    const [problem] = (await client.send(command)).UnprocessedFindings ?? [];
    return problem
      ? { code: problem.ErrorCode ?? 'Unknown', message: problem.ErrorMessage ?? 'without a reason' }
      : null;
  },
});

function toHubFinding(document: unknown): HubFinding {
  const { status_id: statusId, comment, metadata, finding_info: info, cloud } = OcsfFinding.parse(document);
  const [status = String(statusId)] = Object.entries(statuses).find(([, { id }]) => id === statusId) ?? [];
  return {
    id: info.uid,
    productArn: metadata.product.uid,
    account: cloud.account.uid,
    metadataUid: metadata.uid,
    status,
    note: comment === undefined ? null : { text: comment, by: '' },
  };
}

/** A status that has no name of ours is given back by its number. */
const statusFor = (status: string): { readonly id: number; readonly caption?: string } =>
  Object.hasOwn(statuses, status) ? statuses[status as keyof typeof statuses] : { id: Number(status) };

function inputFor(
  { id, account, productArn, metadataUid }: FindingRef,
  update: FindingUpdate,
): BatchUpdateFindingsV2CommandInput {
  const named =
    metadataUid === undefined
      ? {
          FindingIdentifiers: [
            { CloudAccountUid: account, FindingInfoUid: id, MetadataProductUid: productArn },
          ],
        }
      : { MetadataUids: [metadataUid] };
  return { ...named, StatusId: statusFor(update.status).id, Comment: commentFor(update) };
}

/** The comment is where our mark stands, so there always is one. */
function commentFor({ status, incident, text }: FindingUpdate): string {
  const { caption = 'as before' } = statusFor(status);
  return markedText(incident, text ?? caption, caption);
}
