import type {
  AwsSecurityFinding,
  AwsSecurityFindingIdentifier,
  BatchUpdateFindingsCommandInput,
  BatchUpdateFindingsCommandOutput,
  GetFindingsCommandInput,
  GetFindingsCommandOutput,
  NoteUpdate,
  StringFilter,
} from '@aws-sdk/client-securityhub';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { HubFindingRecord } from '../records.ts';
import { invalidInput } from './securityhub-error.ts';

const batchLimit = 100;
const noteLimit = 512;
const statuses = ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'];

/** One by one: what is not found is told in the answer, the others are done. `UpdatedAt` stays as it is. */
function batchUpdateFindings(input: BatchUpdateFindingsCommandInput, context: WriteContext) {
  const identifiers = input.FindingIdentifiers ?? [];
  if (identifiers.length < 1 || identifiers.length > batchLimit) {
    throw invalidInput(`FindingIdentifiers must have 1 to ${batchLimit} entries, has ${identifiers.length}`);
  }
  checkUpdate(input);
  const processed: AwsSecurityFindingIdentifier[] = [];
  const missing: AwsSecurityFindingIdentifier[] = [];
  for (const { Id, ProductArn } of identifiers) {
    const finding = context.get('hub-finding', Id ?? '');
    if (finding?.productArn === ProductArn && finding) {
      context.put('hub-finding', update(finding, input, context));
      processed.push({ Id, ProductArn });
    } else missing.push({ Id, ProductArn });
  }
  return {
    ProcessedFindings: processed,
    UnprocessedFindings: missing.map((identifier) => ({
      FindingIdentifier: identifier,
      ErrorCode: 'FindingNotFound',
      ErrorMessage: 'Finding Not Found',
    })),
  };
}

function checkUpdate({ Workflow, Note }: BatchUpdateFindingsCommandInput): void {
  if (Workflow?.Status !== undefined && !statuses.includes(Workflow.Status)) {
    throw invalidInput(`Workflow.Status must be one of ${statuses.join(', ')}, is '${Workflow.Status}'`);
  }
  if (!Note) return;
  if (!Note.Text || !Note.UpdatedBy) throw invalidInput('Note must have Text and UpdatedBy');
  if (Note.Text.length > noteLimit) throw invalidInput(`Note.Text must have at most ${noteLimit} characters`);
}

function update(
  finding: HubFindingRecord,
  input: BatchUpdateFindingsCommandInput,
  context: WriteContext,
): HubFindingRecord {
  const { Note, Workflow, Severity, VerificationState, UserDefinedFields } = input;
  return {
    ...finding,
    workflowStatus: Workflow?.Status ?? finding.workflowStatus,
    severityLabel: Severity?.Label ?? finding.severityLabel,
    verificationState: VerificationState ?? finding.verificationState,
    confidence: input.Confidence ?? finding.confidence,
    criticality: input.Criticality ?? finding.criticality,
    note: Note ? toNote(Note, context) : finding.note,
    userFields: UserDefinedFields
      ? Object.entries(UserDefinedFields).map(([Key, Value]) => ({ Key, Value }))
      : finding.userFields,
  };
}

function toNote({ Text = '', UpdatedBy = '' }: NoteUpdate, context: WriteContext): HubFindingRecord['note'] {
  return { text: Text, by: UpdatedBy, at: new Date(context.now).toISOString() };
}

const filterFields = {
  Id: (finding: HubFindingRecord) => finding.id,
  ProductArn: (finding: HubFindingRecord) => finding.productArn,
  AwsAccountId: (finding: HubFindingRecord) => finding.account,
  WorkflowStatus: (finding: HubFindingRecord) => finding.workflowStatus,
} as const;

function getFindings(input: GetFindingsCommandInput, context: ReadContext) {
  const filters = Object.entries(input.Filters ?? {}).filter(([, value]) => value !== undefined);
  const tests = filters.map(([name, value]) => compileFilter(name, value as readonly StringFilter[]));
  const ids = input.Filters?.Id;
  const all = ids
    ? ids.flatMap(({ Value = '' }) => context.get('hub-finding', Value) ?? [])
    : Array.from(context.list('hub-finding'));
  const found = all.filter((finding) => isOfCspm(finding) && tests.every((test) => test(finding)));
  const start = Number(input.NextToken ?? 0);
  const end = start + (input.MaxResults ?? 100);
  return {
    Findings: found.slice(start, end).map((finding) => toAsff(finding, context)),
    NextToken: end < found.length ? String(end) : undefined,
  };
}

/** What came through the new Security Hub alone is not in this one. */
const isOfCspm = ({ productArn }: HubFindingRecord): boolean => !productArn.includes(':productv2/');

function compileFilter(name: string, filters: readonly StringFilter[]) {
  const field = Object.hasOwn(filterFields, name)
    ? filterFields[name as keyof typeof filterFields]
    : undefined;
  if (!field || filters.some(({ Comparison }) => Comparison !== 'EQUALS')) {
    const known = Object.keys(filterFields).join(', ');
    throw new NotSimulated(
      `the simulated account cannot filter findings by '${name}' so; it knows ${known}, each with EQUALS`,
    );
  }
  return (finding: HubFindingRecord) => filters.some(({ Value }) => Value === field(finding));
}

function toAsff(finding: HubFindingRecord, context: ReadContext): AwsSecurityFinding {
  return {
    SchemaVersion: '2018-10-08',
    Id: finding.id,
    ProductArn: finding.productArn,
    Region: context.region,
    GeneratorId: finding.productArn,
    AwsAccountId: finding.account,
    Types: [finding.type],
    CreatedAt: finding.createdAt,
    UpdatedAt: finding.updatedAt,
    Title: finding.title,
    Description: finding.title,
    Severity: { Label: finding.severityLabel as 'HIGH' },
    Resources: [],
    Workflow: { Status: finding.workflowStatus as 'NEW' },
    RecordState: 'ACTIVE',
    ...toNotes(finding),
  };
}

function toNotes({ note, userFields, ...finding }: HubFindingRecord): Partial<AwsSecurityFinding> {
  return {
    ...(note ? { Note: { Text: note.text, UpdatedBy: note.by, UpdatedAt: note.at } } : {}),
    ...(finding.verificationState === null
      ? {}
      : { VerificationState: finding.verificationState as 'UNKNOWN' }),
    ...(finding.confidence === null ? {} : { Confidence: finding.confidence }),
    ...(finding.criticality === null ? {} : { Criticality: finding.criticality }),
    ...(userFields.length > 0
      ? { UserDefinedFields: Object.fromEntries(userFields.map(({ Key, Value }) => [Key, Value])) }
      : {}),
  };
}

export const findingCommands: CommandTable = {
  BatchUpdateFindings: writes<BatchUpdateFindingsCommandInput, BatchUpdateFindingsCommandOutput>(
    [
      'FindingIdentifiers',
      'Note',
      'Severity',
      'VerificationState',
      'Confidence',
      'Criticality',
      'UserDefinedFields',
      'Workflow',
    ],
    batchUpdateFindings,
  ),
  GetFindings: reads<GetFindingsCommandInput, GetFindingsCommandOutput>(
    ['Filters', 'MaxResults', 'NextToken'],
    getFindings,
  ),
};
