import {
  BatchUpdateFindingsCommand,
  GetFindingsCommand,
  type AwsSecurityFinding,
  type BatchUpdateFindingsCommandInput,
} from '@aws-sdk/client-securityhub';
import type { JsonObject } from '../../core/json.ts';
import { markedText, markFields } from '../../core/write-back-mark.ts';
import type { Clients } from '../aws-clients.ts';
import { author, type FindingRef, type FindingUpdate, type Hub, type HubFinding } from './hub.ts';

/** Security Hub CSPM, which speaks ASFF. */
export const createCspm = (client: Clients['securityhub']): Hub => ({
  async find(id, productArn) {
    const equals = (Value: string) => [{ Value, Comparison: 'EQUALS' as const }];
    const Filters = { Id: equals(id), ...(productArn ? { ProductArn: equals(productArn) } : {}) };
    const { Findings = [] } = await client.send(new GetFindingsCommand({ Filters, MaxResults: 100 }));
    return Findings.flatMap(toHubFinding);
  },
  describe: (finding, update) => ({
    command: 'BatchUpdateFindings',
    input: inputFor(finding, update) as unknown as JsonObject,
  }),
  says: ({ note }, { text, incident }) => text === null || note?.text === markedText(incident, text),
  async update(finding, update) {
    const command = new BatchUpdateFindingsCommand(inputFor(finding, update));
    const [problem] = (await client.send(command)).UnprocessedFindings ?? [];
    return problem
      ? { code: problem.ErrorCode ?? 'Unknown', message: problem.ErrorMessage ?? 'without a reason' }
      : null;
  },
});

function toHubFinding({ Id, ProductArn, AwsAccountId, Workflow, Note }: AwsSecurityFinding): HubFinding[] {
  if (Id === undefined || ProductArn === undefined || AwsAccountId === undefined) return [];
  const note = Note?.Text === undefined ? null : { text: Note.Text, by: Note.UpdatedBy ?? '' };
  return [{ id: Id, productArn: ProductArn, account: AwsAccountId, status: Workflow?.Status ?? 'NEW', note }];
}

function inputFor(
  { id, productArn }: FindingRef,
  { status, incident, text, formerNote, fields }: FindingUpdate,
): BatchUpdateFindingsCommandInput {
  const ours = text === null ? null : { text: markedText(incident, text), by: author };
  const note = formerNote ?? ours;
  return {
    FindingIdentifiers: [{ Id: id, ProductArn: productArn }],
    Workflow: { Status: status as 'NOTIFIED' },
    ...(note ? { Note: { Text: note.text, UpdatedBy: note.by } } : {}),
    UserDefinedFields: { ...markFields(incident, status), ...fields },
  };
}
