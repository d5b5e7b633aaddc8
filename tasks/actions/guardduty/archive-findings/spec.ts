import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { regionalPlace } from '../../parameters.ts';

/** Findings are known by their ARN here; GuardDuty's calls take the last part of it. */
const findingId = z
  .string()
  .regex(
    /^(arn:[^:]+:guardduty:[^:]*:\d{12}:detector\/[\w-]+\/finding\/)?[\w-]{1,32}$/,
    "is no id or ARN of a GuardDuty finding; GuardDuty's findings have {% $finding.id %}",
  );

const parameters = z.strictObject({
  /** GuardDuty takes 50 at a time; keys of the ledger have room for 25. */
  findingIds: z.array(findingId).min(1).max(25).describe('Ids or ARNs, at most 25.'),
  ...regionalPlace,
});

/** Sorted, each once: the same findings are the same target. */
export const toIds = (findingIds: readonly string[]): string[] =>
  [...new Set(findingIds.map((id) => id.split('/').at(-1) ?? id))].toSorted();

const read = [
  'guardduty:ListDetectors',
  'guardduty:GetAdministratorAccount',
  'guardduty:GetFindings',
] as const;
const reread = ['guardduty:ListDetectors', 'guardduty:GetFindings'] as const;

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ArchiveFindings.html */
export const spec = {
  id: 'guardduty.archive-findings',
  version: 1,
  title: 'Archive GuardDuty findings',
  parameters,
  target: ({ findingIds }: z.infer<typeof parameters>) => ({
    kind: 'guardduty-findings',
    id: toIds(findingIds).join(','),
  }),
  scope: 'regional',
  impact: 'safe',
  permissions: {
    plan: read,
    apply: [...read, 'guardduty:ArchiveFindings'],
    verify: reread,
    undo: [...reread, 'guardduty:UnarchiveFindings'],
  },
  undo: 'reversible',
  d3fend: [],
  guide: {
    does: "Archives findings, so that they no longer stand among GuardDuty's current ones. GuardDuty goes on counting what is archived by hand, and sends it as archived; Tourniquet records such a finding and answers it with nothing: archive at the end, when nothing is left to contain. GuardDuty lets its administrator account archive only: a member account is denied, with the administrator's id, which `account` may name if Tourniquet acts there too.",
    undoes: 'Takes those out of the archive that it put there; what was archived before stays.',
    result: { archived: 'the ids of the findings that it archived' },
    example: { findingIds: ['{% $finding.id %}'] },
    sources: [
      'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ArchiveFindings.html',
      'https://docs.aws.amazon.com/guardduty/latest/ug/finding-archive.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
