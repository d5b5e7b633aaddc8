import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { Workflow } from '../../../security-hub/hub.ts';
import { regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({
  findingId: z.string().min(1).max(512).describe("The finding's id: {% $finding.id %}."),
  productArn: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .describe(
      'Of the product that found it. Default: Security Hub is asked; needed where two products use one id.',
    ),
  status: Workflow.describe('The workflow status.'),
  note: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe('Takes the place of the note that stands there. Default: that one stays.'),
  ...regionalPlace,
});

const read = ['securityhub:GetFindings'] as const;
const change = [...read, 'securityhub:BatchUpdateFindings'] as const;

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html */
export const spec = {
  id: 'securityhub.update-finding',
  version: 1,
  title: 'Set the workflow status of a finding in Security Hub',
  parameters,
  target: ({ findingId }: z.infer<typeof parameters>) => ({ kind: 'security-hub-finding', id: findingId }),
  scope: 'regional',
  impact: 'safe',
  permissions: { plan: read, apply: change, verify: read, undo: change },
  undo: 'reversible',
  d3fend: [],
  guide: {
    does: 'Sets where the investigation of a finding stands, and leaves a note, in Security Hub CSPM or in the new Security Hub, whichever has the finding. What it says stays: Tourniquet does not tell Security Hub the outcome of an incident for a finding that a playbook spoke for. New findings of the same kind come all the same.',
    undoes:
      'Gives the finding its former status, and the note that ours had replaced, unless somebody set another status since. Our own note stays where there was none.',
    result: { finding: 'the finding', status: 'its workflow status' },
    example: { findingId: '{% $finding.id %}', status: 'RESOLVED', note: 'The instance is isolated' },
    sources: [
      'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html',
      'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
