import type {
  ArchiveFindingsCommandInput,
  ArchiveFindingsCommandOutput,
  Finding,
  GetFindingsCommandInput,
  GetFindingsCommandOutput,
  UnarchiveFindingsCommandInput,
  UnarchiveFindingsCommandOutput,
  UpdateFindingsFeedbackCommandInput,
  UpdateFindingsFeedbackCommandOutput,
} from '@aws-sdk/client-guardduty';
import { BadRequestException } from '@aws-sdk/client-guardduty';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { partitionOf, reads, writes } from '../command.ts';
import type { GuardDutyFindingRecord } from '../records.ts';

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

/** The findings of one detector that are there: GuardDuty passes over ids that it does not know. */
function findAll({ DetectorId, FindingIds }: Input, context: ReadContext): GuardDutyFindingRecord[] {
  if (!DetectorId) throw badRequest('the parameter detectorId is missing.');
  const size = FindingIds?.length ?? 0;
  if (!FindingIds || size > batchLimit)
    throw badRequest(`findingIds must have at most ${batchLimit} entries, has ${size}.`);
  const found = FindingIds.flatMap((id) => context.get('guardduty-finding', id) ?? []);
  return found.filter(({ detectorId }) => detectorId === DetectorId);
}

const archive = (archived: boolean) => (input: Input, context: WriteContext) => {
  for (const finding of findAll(input, context)) context.put('guardduty-finding', { ...finding, archived });
  return {};
};

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
