import * as z from 'zod';
import { EntryConfig } from './entry-config.ts';

const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no Region: give one such as eu-west-1');

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
    /** Where the hub stands. Null: in the Region that the CDK CLI is set to; with `regions` it has to be named. */
    region: Region.nullable().default(null),
    /** Other Regions of the hub's account, whose findings are sent to the hub. */
    regions: z.array(Region).default([]),
    /**
     * The organization whose accounts may send findings to the hub themselves. Null: none, for GuardDuty and Security
     * Hub tell their delegated administrator, which the hub's account should be.
     */
    organization: z
      .string()
      .regex(/^o-[a-z\d]{10,32}$/, 'is no id of an organization: give one such as o-exampleorgid')
      .nullable()
      .default(null),
    /** Enables GuardDuty and Security Hub CSPM in the hub's account, in its Region and in `regions`. */
    detectors: z.boolean().default(false),
    /** Puts an action of ours among Security Hub's custom actions; Security Hub has to be enabled. */
    customAction: z.boolean().default(false),
    /** Log streams: a data stream, its ingestion and the lake. Null: not deployed; they cost whether anything is sent or not. */
    stream: z
      .strictObject({
        /** Who may put records, and nobody else: roles and users, in other accounts too. */
        writers: z
          .array(
            z
              .string()
              .regex(
                /^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
                'is no ARN of a role or user: give one such as arn:aws:iam::111122223333:role/log-shipper',
              ),
          )
          .min(1),
        /** Whether they may also send over HTTP, signed, to an address of their own: it can be reached from anywhere. */
        http: z.boolean().default(false),
        /** Each takes 1 MB or 1,000 records a second. */
        shards: z.number().int().min(1).max(200).default(1),
        /** Days until rows go to cheaper storage, and until they are deleted. */
        hotDays: z.number().int().min(30).default(30),
        keepDays: z.number().int().min(31).default(365),
        /** Gigabytes that a query may read. */
        mostScannedGb: z.number().int().min(1).max(10_000).default(100),
      })
      .refine(({ hotDays, keepDays }) => keepDays > hotDays, {
        path: ['keepDays'],
        error: 'has to be more than hotDays',
      })
      .nullable()
      .default(null),
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
  .refine(({ region, regions }) => regions.length === 0 || region !== null, {
    path: ['region'],
    error: 'has to be named where there are other regions: it is where they send their findings',
  })
  .refine(({ region, regions }) => !regions.some((other) => other === region), {
    path: ['regions'],
    error: "names the hub's own region: leave it out, for its findings are taken in already",
  })
  .refine(({ regions }) => new Set(regions).size === regions.length, {
    path: ['regions'],
    error: 'names a region twice',
  })
  .prefault({});
export type DeployConfig = z.infer<typeof DeployConfig>;
