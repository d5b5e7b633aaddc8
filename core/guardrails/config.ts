import * as z from 'zod';

const globs = (...defaults: string[]) => z.array(z.string().min(1)).default(defaults);

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
    /** An owner who sets this tag, to anything but `false`, is asked by people and not by playbooks. Null: no such tag. */
    optOutTag: z.string().min(1).nullable().default('tourniquet:opt-out'),
  })
  .prefault({});
export type GuardrailConfig = z.infer<typeof GuardrailConfig>;
