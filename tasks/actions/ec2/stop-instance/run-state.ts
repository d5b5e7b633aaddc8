import type { Instance } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import { required } from '../../aws-errors.ts';

/** What the ledger keeps of a stop; null: not looked yet. */
export const StopData = z.object({
  before: z
    .object({
      running: z.boolean(),
      /** EC2 renews the time of launch at every start, so another one means that somebody started it since. */
      launchedAt: z.string(),
    })
    .nullable()
    .default(null),
});
export type StopData = z.infer<typeof StopData>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html (launchTime) */
export const launchOf = ({ LaunchTime }: Instance): string =>
  required(LaunchTime, 'LaunchTime').toISOString();

/** True while the system runs or comes up; one that is on its way down counts as stopped. */
export const isUp = ({ State }: Instance): boolean => State?.Name === 'running' || State?.Name === 'pending';

/** True where it is down and has not been started since we looked. */
export const isStoppedByUs = (instance: Instance, { before }: StopData): boolean =>
  before !== null && !isUp(instance) && before.launchedAt === launchOf(instance);
