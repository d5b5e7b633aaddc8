import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';
import { lastTargetReads } from '../last-target-reads.ts';
import { hostReads } from '../host-reads.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

const read = ['ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute'] as const;

/**
 * Stops an instance; never hibernates it, which would wake the intruder's processes with it. The certain way
 * to end all its connections, at the price of what is in memory.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-ec2-instance-stop-start-works.html
 */
export const spec = {
  id: 'ec2.stop-instance',
  version: 1,
  title: 'Stop an EC2 instance',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: [...read, ...lastTargetReads, ...hostReads],
    apply: [...read, 'ec2:StopInstances'],
    verify: ['ec2:DescribeInstances'],
    undo: ['ec2:DescribeInstances', 'ec2:StartInstances'],
  },
  undo: 'reversible',
  d3fend: ['D3-HS'],
  guide: {
    does: 'Stops the instance, never hibernates it. The certain way to end all its connections, at the price of what is in memory and on instance store volumes. Spot Instances and instances with stop protection are denied. Asks whatever the mode where it is the last healthy target of a load balancer, and where that cannot be found out: more than 50 target groups in its VPC, or no permission to read them.',
    undoes: 'Starts it, if it ran before and nobody started it since.',
    result: { instance: 'the instance' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-ec2-instance-stop-start-works.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
