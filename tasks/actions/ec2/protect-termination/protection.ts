import {
  DescribeInstanceAttributeCommand,
  ModifyInstanceAttributeCommand,
  type ModifyInstanceAttributeCommandInput,
} from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';

type Ec2 = Clients['ec2'];

const Protection = z.object({
  DisableApiTermination: z.boolean(),
  DisableApiStop: z.boolean(),
  InstanceInitiatedShutdownBehavior: z.string(),
});
export type Protection = z.infer<typeof Protection>;
export type Attribute = keyof Protection;

/** What the ledger keeps: each attribute as it was before us; those that are absent were not looked at yet. */
export const ProtectionData = z.object({ before: Protection.partial().default({}) });
export type ProtectionData = z.infer<typeof ProtectionData>;

export const wanted: Protection = {
  DisableApiTermination: true,
  DisableApiStop: true,
  InstanceInitiatedShutdownBehavior: 'stop',
};

export const attributes = Object.keys(wanted) as readonly Attribute[];

export async function readProtection(ec2: Ec2, InstanceId: string): Promise<Protection> {
  const read = (
    Attribute: 'disableApiTermination' | 'disableApiStop' | 'instanceInitiatedShutdownBehavior',
  ) => ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
  const [termination, stop, shutdown] = await Promise.all([
    read('disableApiTermination'),
    read('disableApiStop'),
    read('instanceInitiatedShutdownBehavior'),
  ]);
  return {
    DisableApiTermination: termination.DisableApiTermination?.Value ?? false,
    DisableApiStop: stop.DisableApiStop?.Value ?? false,
    InstanceInitiatedShutdownBehavior: required(
      shutdown.InstanceInitiatedShutdownBehavior?.Value,
      'InstanceInitiatedShutdownBehavior',
    ),
  };
}

/** The call for one attribute: EC2 takes one at a time. */
export const changeOf = (InstanceId: string, attribute: Attribute, values: Protection) =>
  ({ InstanceId, [attribute]: { Value: values[attribute] } }) satisfies ModifyInstanceAttributeCommandInput;

export const writeAttribute = (ec2: Ec2, id: string, attribute: Attribute, values: Protection) =>
  ec2.send(new ModifyInstanceAttributeCommand(changeOf(id, attribute, values)));

/** The attributes that are not as wanted. */
export const openOf = (current: Protection): Attribute[] =>
  attributes.filter((attribute) => current[attribute] !== wanted[attribute]);

/** As it was before us: an attribute that is as wanted may be so by us, and then the recorded value counts. */
export function beforeOf(current: Protection, { before }: ProtectionData): Protection {
  const open = openOf(current);
  const ours = attributes.filter((attribute) => !open.includes(attribute));
  return { ...current, ...Object.fromEntries(ours.map((name) => [name, before[name] ?? current[name]])) };
}
