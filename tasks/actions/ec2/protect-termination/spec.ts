import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

const read = ['ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute'] as const;

/**
 * Keeps an instance, and the evidence on it, from being ended: termination and stop protection on, and a
 * shutdown from within stops it instead of terminating it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html
 */
export const spec = {
  id: 'ec2.protect-termination',
  version: 1,
  title: 'Protect an EC2 instance from being terminated or stopped',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'safe',
  permissions: {
    plan: read,
    apply: [...read, 'ec2:ModifyInstanceAttribute'],
    verify: read,
    undo: [...read, 'ec2:ModifyInstanceAttribute'],
  },
  undo: 'reversible',
  d3fend: ['D3-SCP'],
  guide: {
    does: 'Turns termination and stop protection on, and makes a shutdown from within stop the instance instead of terminating it, so that the evidence on it stays. Spot Instances cannot be protected and are denied. EC2 does not stop what is protected: put `ec2.stop-instance` before it.',
    undoes: 'Sets each attribute back that is still as it was left.',
    result: { changed: 'the attributes that were not as they should be' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: [
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPIStop.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
