import type { CommandTable } from '../command.ts';
import { accessKeyCommands } from './access-keys.ts';
import { managedPolicyCommands } from './managed-policies.ts';
import { principalPolicyCommands } from './principal-policies.ts';
import { roleCommands } from './roles.ts';
import { userCommands } from './users.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iamCommands: CommandTable = {
  ...userCommands,
  ...accessKeyCommands,
  ...roleCommands,
  ...principalPolicyCommands,
  ...managedPolicyCommands,
};
