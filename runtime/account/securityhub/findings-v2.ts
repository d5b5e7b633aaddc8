import type {
  BatchUpdateFindingsV2CommandInput,
  BatchUpdateFindingsV2CommandOutput,
  BatchUpdateFindingsV2ProcessedFinding,
  BatchUpdateFindingsV2UnprocessedFinding,
  GetFindingsV2CommandInput,
  GetFindingsV2CommandOutput,
} from '@aws-sdk/client-securityhub';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { HubFindingRecord } from '../records.ts';
import { invalidInputV2 } from './securityhub-error.ts';

type Input = BatchUpdateFindingsV2CommandInput;

const batchLimit = 100;
const commentLimit = 512;
const statusIds = [0, 1, 2, 3, 4, 5, 99];

interface Wanted {
  readonly named: BatchUpdateFindingsV2ProcessedFinding;
  readonly finding: HubFindingRecord | undefined;
}

/** By OCSF's names; the same findings as `BatchUpdateFindings` changes. */
function batchUpdateFindingsV2(input: Input, context: WriteContext) {
  checkUpdate(input);
  const ProcessedFindings: BatchUpdateFindingsV2ProcessedFinding[] = [];
  const UnprocessedFindings: BatchUpdateFindingsV2UnprocessedFinding[] = [];
  for (const { named, finding } of findWanted(input, context)) {
    if (finding) {
      context.put('hub-finding', {
        ...finding,
        comment: input.Comment ?? finding.comment,
        severityId: input.SeverityId ?? finding.severityId,
        statusId: input.StatusId ?? finding.statusId,
      });
      ProcessedFindings.push(named);
    } else {
      const why = { ErrorCode: 'ResourceNotFoundException' as const, ErrorMessage: 'Finding Not Found' };
      UnprocessedFindings.push({ ...named, ...why });
    }
  }
  return { ProcessedFindings, UnprocessedFindings };
}

function findWanted({ MetadataUids, FindingIdentifiers }: Input, context: ReadContext): Wanted[] {
  if (MetadataUids) {
    return MetadataUids.map((uid) => ({
      named: { MetadataUid: uid },
      finding: context.find('hub-finding', 'uid', uid)[0],
    }));
  }
  return (FindingIdentifiers ?? []).map((identifier) => {
    const found = context.get('hub-finding', identifier.FindingInfoUid ?? '');
    const isSame = found?.account === identifier.CloudAccountUid;
    return { named: { FindingIdentifier: { ...identifier } }, finding: isSame ? found : undefined };
  });
}

function checkUpdate({ MetadataUids, FindingIdentifiers, Comment, StatusId }: Input): void {
  if ((MetadataUids === undefined) === (FindingIdentifiers === undefined)) {
    throw invalidInputV2('Give either MetadataUids or FindingIdentifiers');
  }
  const { length } = MetadataUids ?? FindingIdentifiers ?? [];
  if (!isWithin(length, batchLimit))
    throw invalidInputV2(`1 to ${batchLimit} findings at a time, not ${length}`);
  if (Comment !== undefined && !isWithin(Comment.length, commentLimit)) {
    throw invalidInputV2(`Comment must have 1 to ${commentLimit} characters`);
  }
  if (StatusId !== undefined && !statusIds.includes(StatusId)) {
    throw invalidInputV2(`StatusId must be one of ${statusIds.join(', ')}, is ${StatusId}`);
  }
}

const isWithin = (size: number, limit: number) => size >= 1 && size <= limit;

/** By `finding_info.uid` alone: all that is looked for here. */
function getFindingsV2(input: GetFindingsV2CommandInput, context: ReadContext) {
  const filters = (input.Filters?.CompositeFilters ?? []).flatMap(({ StringFilters = [], ...others }) => {
    if (Object.keys(others).length > 0) throw unknownFilter(Object.keys(others).join(', '));
    return StringFilters;
  });
  const wanted = filters.map(({ FieldName, Filter }) => {
    if (FieldName !== 'finding_info.uid' || Filter?.Comparison !== 'EQUALS') {
      throw unknownFilter(FieldName ?? '');
    }
    return Filter.Value;
  });
  const found = Array.from(context.list('hub-finding')).filter(({ id }) =>
    wanted.every((value) => value === id),
  );
  const start = Number(input.NextToken ?? 0);
  const end = start + (input.MaxResults ?? 100);
  return {
    Findings: found.slice(start, end).map((finding) => toOcsf(finding)),
    NextToken: end < found.length ? String(end) : undefined,
  };
}

const unknownFilter = (name: string) =>
  new NotSimulated(
    `the simulated account cannot filter findings by '${name}' so; it knows StringFilters of finding_info.uid with EQUALS`,
  );

const toOcsf = (finding: HubFindingRecord) => ({
  class_uid: 2004,
  metadata: { uid: finding.metadataUid, product: { uid: finding.productArn } },
  finding_info: { uid: finding.id, title: finding.title, types: [finding.type] },
  cloud: { account: { uid: finding.account } },
  status_id: finding.statusId ?? 1,
  ...(finding.severityId === null ? {} : { severity_id: finding.severityId }),
  ...(finding.comment === null ? {} : { comment: finding.comment }),
});

export const findingV2Commands: CommandTable = {
  GetFindingsV2: reads<GetFindingsV2CommandInput, GetFindingsV2CommandOutput>(
    ['Filters', 'MaxResults', 'NextToken'],
    getFindingsV2,
  ),
  BatchUpdateFindingsV2: writes<Input, BatchUpdateFindingsV2CommandOutput>(
    ['MetadataUids', 'FindingIdentifiers', 'Comment', 'SeverityId', 'StatusId'],
    batchUpdateFindingsV2,
  ),
};
