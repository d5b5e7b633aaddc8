import { DescribeHubCommand } from '@aws-sdk/client-securityhub';
import { type Check, failed, ok } from '../check.ts';

/** What Security Hub says where it is not enabled. */
const off: ReadonlySet<string> = new Set(['InvalidAccessException', 'ResourceNotFoundException']);

export const securityHub: Check = {
  name: 'Security Hub',
  at: 'region',
  async run({ aws }, target, abortSignal) {
    try {
      await aws.at(target).securityhub.send(new DescribeHubCommand({}), { abortSignal });
      return [ok('is on')];
    } catch (error) {
      if (!off.has((error as Error).name)) throw error;
      return [failed('is off', `aws securityhub enable-security-hub --region ${target.region}`)];
    }
  },
};
