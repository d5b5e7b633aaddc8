import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({
  resourceId: identifier.describe('Of an instance, network interface, security group, volume or snapshot.'),
  key: z
    .string()
    .max(128)
    .regex(/^(?![aA][wW][sS]:)./, 'a tag key has 1 to 128 characters and does not begin with aws:'),
  value: z.string().max(256),
  ...regionalPlace,
});

const read = [
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeVolumes',
  'ec2:DescribeSnapshots',
] as const;

const kinds: ReadonlyMap<string, string> = new Map([
  ['i', 'ec2-instance'],
  ['eni', 'network-interface'],
  ['sg', 'security-group'],
  ['vol', 'volume'],
  ['snap', 'snapshot'],
]);

/**
 * Sets one tag of an EC2 resource, so that people and tools see that it is part of an incident.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 */
export const spec = {
  id: 'ec2.tag-resource',
  version: 1,
  title: 'Tag an EC2 resource',
  parameters,
  target: ({ resourceId }: z.infer<typeof parameters>) => ({
    kind: kinds.get(resourceId.split('-')[0] ?? '') ?? 'other',
    id: resourceId,
  }),
  scope: 'regional',
  impact: 'safe',
  permissions: {
    plan: read,
    apply: [...read, 'ec2:CreateTags'],
    verify: read,
    undo: [...read, 'ec2:CreateTags', 'ec2:DeleteTags'],
  },
  undo: 'reversible',
  d3fend: ['D3-AI'],
  guide: {
    does: 'Sets one tag of an instance, network interface, security group, volume or snapshot, so that people and tools see that it is part of an incident.',
    undoes: 'Gives the tag its former value back, or takes it away, unless somebody set it since.',
    result: { key: 'the tag', value: 'its value' },
    example: {
      resourceId: "{% $resource('ec2-instance').instanceId %}",
      key: 'incident',
      value: '{% $incident.id %}',
    },
    sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
