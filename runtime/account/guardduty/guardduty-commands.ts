import type {
  ArchiveFindingsCommandInput,
  ArchiveFindingsCommandOutput,
  Finding,
  GetAdministratorAccountCommandInput,
  GetAdministratorAccountCommandOutput,
  GetFindingsCommandInput,
  GetFindingsCommandOutput,
  ListDetectorsCommandInput,
  ListDetectorsCommandOutput,
  UnarchiveFindingsCommandInput,
  UnarchiveFindingsCommandOutput,
  UpdateFindingsFeedbackCommandInput,
  UpdateFindingsFeedbackCommandOutput,
} from '@aws-sdk/client-guardduty';
import { BadRequestException } from '@aws-sdk/client-guardduty';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { partitionOf, reads, writes } from '../command.ts';
import type { DetectorRecord, GuardDutyFindingRecord } from '../records.ts';

const batchLimit = 50;

interface Input {
  readonly DetectorId: string | undefined;
  readonly FindingIds: string[] | undefined;
}

const badRequest = (why: string) =>
  new BadRequestException({
    message: `The request is rejected because ${why}`,
    Type: 'InvalidInputException',
    $metadata: { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 },
  });

function findDetector(DetectorId: string | undefined, context: ReadContext): DetectorRecord {
  if (!DetectorId) throw badRequest('the parameter detectorId is missing.');
  const detector = context.get('detector', DetectorId);
  if (detector) return detector;
  throw badRequest('the input detectorId is not owned by the current account.');
}

/** The account's findings that are there: GuardDuty passes over ids that it does not know. */
function findAll({ DetectorId, FindingIds }: Input, context: ReadContext): GuardDutyFindingRecord[] {
  findDetector(DetectorId, context);
  const size = FindingIds?.length ?? 0;
  if (!FindingIds || size > batchLimit)
    throw badRequest(`findingIds must have at most ${batchLimit} entries, has ${size}.`);
  return FindingIds.flatMap((id) => context.get('guardduty-finding', id) ?? []);
}

const archive = (archived: boolean) => (input: Input, context: WriteContext) => {
  const { administrator } = findDetector(input.DetectorId, context);
  if (administrator !== null) throw badRequest('only the administrator account can archive findings.');
  for (const finding of findAll(input, context)) context.put('guardduty-finding', { ...finding, archived });
  return {};
};

function getAdministratorAccount(
  { DetectorId }: GetAdministratorAccountCommandInput,
  context: ReadContext,
): Omit<GetAdministratorAccountCommandOutput, '$metadata'> {
  const { administrator } = findDetector(DetectorId, context);
  const Administrator = administrator
    ? { AccountId: administrator, RelationshipStatus: 'Enabled' }
    : undefined;
  return { Administrator };
}

function updateFeedback(input: UpdateFindingsFeedbackCommandInput, context: WriteContext) {
  const { Feedback } = input;
  if (Feedback !== 'USEFUL' && Feedback !== 'NOT_USEFUL')
    throw badRequest('the parameter feedback is invalid.');
  const known = { DetectorId: input.DetectorId, FindingIds: input.FindingIds };
  for (const finding of findAll(known, context)) {
    context.put('guardduty-finding', { ...finding, feedback: Feedback });
  }
  return {};
}

function toFinding(finding: GuardDutyFindingRecord, context: ReadContext): Finding {
  return {
    SchemaVersion: '2.0',
    AccountId: context.account,
    Region: context.region,
    Partition: partitionOf(context.region),
    Id: finding.id,
    Arn: finding.arn,
    Type: finding.type,
    Severity: finding.severity,
    Title: finding.title,
    Description: finding.description,
    CreatedAt: finding.createdAt,
    UpdatedAt: finding.updatedAt,
    Resource: {},
    Service: {
      Archived: finding.archived,
      Count: finding.count,
      DetectorId: finding.detectorId,
      ServiceName: 'guardduty',
      ...(finding.feedback === null ? {} : { UserFeedback: finding.feedback }),
    },
  };
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Operations.html */
export const guarddutyCommands: CommandTable = {
  ListDetectors: reads<ListDetectorsCommandInput, ListDetectorsCommandOutput>(
    ['MaxResults', 'NextToken'],
    (_input, context) => ({
      DetectorIds: Array.from(context.list('detector'), ({ detectorId }) => detectorId),
    }),
  ),
  GetAdministratorAccount: reads<GetAdministratorAccountCommandInput, GetAdministratorAccountCommandOutput>(
    ['DetectorId'],
    getAdministratorAccount,
  ),
  GetFindings: reads<GetFindingsCommandInput, GetFindingsCommandOutput>(
    ['DetectorId', 'FindingIds'],
    (input, context) => ({
      Findings: findAll(input, context).map((finding) => toFinding(finding, context)),
    }),
  ),
  ArchiveFindings: writes<ArchiveFindingsCommandInput, ArchiveFindingsCommandOutput>(
    ['DetectorId', 'FindingIds'],
    archive(true),
  ),
  UnarchiveFindings: writes<UnarchiveFindingsCommandInput, UnarchiveFindingsCommandOutput>(
    ['DetectorId', 'FindingIds'],
    archive(false),
  ),
  UpdateFindingsFeedback: writes<UpdateFindingsFeedbackCommandInput, UpdateFindingsFeedbackCommandOutput>(
    ['DetectorId', 'FindingIds', 'Feedback', 'Comments'],
    updateFeedback,
  ),
};
