import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

/**
 * Takes one crash-consistent set of snapshots of all volumes of an instance, per incident.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
 */
export const spec = {
  id: 'ec2.snapshot-volumes',
  version: 1,
  title: 'Snapshot the volumes of an EC2 instance as evidence',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'safe',
  permissions: {
    plan: ['ec2:DescribeInstances', 'ec2:DescribeSnapshots'],
    apply: ['ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:CreateSnapshots', 'ec2:CreateTags'],
    verify: ['ec2:DescribeSnapshots'],
    undo: [],
  },
  undo: {
    irreversible: 'evidence is kept: delete the snapshots by hand once the case is closed',
  },
  d3fend: [],
  guide: {
    does: 'Takes one crash-consistent set of snapshots of all volumes, per incident. What is in memory is not in them.',
    result: { snapshots: 'the ids of the snapshots' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
