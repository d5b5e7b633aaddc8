import type { CommandTable } from '../command.ts';
import { instanceAttributeCommands } from './instance-attributes.ts';
import { instanceProfileCommands } from './instance-profiles.ts';
import { instanceCommands } from './instances.ts';
import { networkInterfaceCommands } from './network-interfaces.ts';
import { securityGroupRuleCommands } from './security-group-rules.ts';
import { securityGroupCommands } from './security-groups.ts';
import { tagCommands } from './tags.ts';
import { volumeSnapshotCommands } from './volumes-snapshots.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
export const ec2Commands: CommandTable = {
  ...instanceCommands,
  ...instanceAttributeCommands,
  ...instanceProfileCommands,
  ...networkInterfaceCommands,
  ...securityGroupCommands,
  ...securityGroupRuleCommands,
  ...volumeSnapshotCommands,
  ...tagCommands,
};
