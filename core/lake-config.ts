import * as z from 'zod';

/** The `lake` part of the configuration: how long log records are kept to be asked about. */
export const LakeConfig = z
  .strictObject({
    /** Days for which records are at hand. @default 30 */
    hotDays: z.number().int().min(1).max(3650).default(30),
    /** What becomes of them then. Kept: embedded they stay where they are; on AWS they move to cheaper storage. */
    afterwards: z.enum(['delete', 'keep']).default('delete'),
    /** The workgroup and the database that `query --account aws` asks in. */
    athena: z
      .strictObject({
        workgroup: z.string().min(1).max(128).default('tourniquet'),
        database: z.string().min(1).max(255).default('tourniquet'),
      })
      .prefault({}),
  })
  .prefault({});
export type LakeConfig = z.infer<typeof LakeConfig>;
