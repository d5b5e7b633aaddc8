import * as z from 'zod';

const globs = (...defaults: string[]) => z.array(z.string().min(1)).default(defaults);

/** A row remembers each of them for an hour, so there is an end to it. */
const hourly = z.number().int().min(0).max(1000);
const perHour = (count: number) => hourly.default(count);

/**
 * The `guardrails` part of the configuration; `GuardrailConfig.parse(undefined)` is the default. Every list holds patterns in which `*` stands for any text;
 * they match whole values, in upper or lower case.
 */
export const GuardrailConfig = z
  .strictObject({
    /** Accounts that may be changed. */
    allowedAccounts: z
      .array(z.string().regex(/^(\d{12}|[\d*]*\*[\d*]*)$/, 'is no account: 12 digits, or digits with *'))
      .default(['*']),
    /** Regions that may be changed. IAM is in none of them: `allowedAccounts` guards it. */
    allowedRegions: globs('*'),
    protected: z
      .strictObject({
        /** `key=value`. */
        tags: z
          .array(z.string().regex(/^[^=]+=/, 'is no tag: write key=value, or key=* for any value'))
          .default(['tourniquet:protected=true']),
        /** ARNs of targets, and of the principals that they are or run as. */
        arns: globs(),
        /** Ids, names, `Name` tags. */
        names: globs(),
        /** ARNs of who contains and who must get in when all else fails. */
        principals: globs(
          'arn:*:iam::*:*/tourniquet*',
          'arn:*:iam::*:*/*break-glass*',
          'arn:*:iam::*:*/*breakglass*',
        ),
        /** Instances without source/destination check: NAT, firewalls, routers. */
        networkAppliances: z.boolean().default(true),
      })
      .prefault({}),
    /**
     * Targets that an action may change in one account within an hour, by its impact, or named by itself. Beyond
     * that it is shut in that account until a person resets it. 0: never.
     */
    budgets: z
      .strictObject({
        safe: perHour(100),
        disruptive: perHour(20),
        destructive: perHour(5),
        /** By action id. */
        actions: z.record(z.string(), hourly).default({}),
      })
      .prefault({}),
    /** An action is shut in an account when so many attempts, and so much of all, failed within an hour. */
    errorRate: z
      .strictObject({
        failures: z.number().int().min(1).default(5),
        percent: z.number().min(1).max(100).default(50),
      })
      .prefault({}),
    /** How many others may feel a containment before a person is asked, even in mode auto. */
    blastRadius: z
      .strictObject({
        /** Other instances on the role whose sessions or rights are taken. */
        'shared-role': z.number().int().min(0).default(0),
        /** Load balancers and groups that are left without a target. */
        'last-target': z.number().int().min(0).default(0),
        /** Services that used the key today. */
        'key-in-use': z.number().int().min(0).default(0),
        /** The instance itself, where it is a node of a cluster. 1: nobody is asked. */
        'cluster-node': z.number().int().min(0).default(0),
        /** Once for whatever could not be looked into. 1: nobody is asked. */
        'unknown-blast-radius': z.number().int().min(0).default(0),
      })
      .prefault({}),
    /** An owner who sets this tag, to anything but `false`, is asked by people and not by playbooks. Null: no such tag. */
    optOutTag: z.string().min(1).nullable().default('tourniquet:opt-out'),
  })
  .prefault({});
export type GuardrailConfig = z.infer<typeof GuardrailConfig>;
