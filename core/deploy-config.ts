import * as z from 'zod';
import { EntryConfig } from './entry-config.ts';

const id = (kind: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${kind}-[\\da-f]{8,17}$`),
      `is no id of a ${kind}: give one such as ${kind}-0a1b2c3d`,
    );

/**
 * The `deploy` part of the configuration: what `npx cdk deploy` makes, and where. All of it stands here, for nothing is
 * looked up while stacks are made.
 */
export const DeployConfig = z
  .strictObject({
    /** How long raw events and evidence cannot be deleted: `compliance` holds for everybody, root and AWS included. */
    objectLock: z
      .strictObject({
        mode: z.enum(['governance', 'compliance']).default('governance'),
        days: z.number().int().min(1).max(36_500).default(365),
      })
      .prefault({}),
    entry: EntryConfig,
    /** Where functions run. Null: outside any VPC, which costs nothing. `infra/README.md` lists what they have to reach. */
    vpc: z
      .strictObject({
        subnets: z.array(id('subnet')).min(1).max(16),
        securityGroups: z.array(id('sg')).min(1).max(5),
      })
      .nullable()
      .default(null),
  })
  .prefault({});
export type DeployConfig = z.infer<typeof DeployConfig>;
