import * as z from 'zod';

/**
 * How the lines of flow logs are read that come without a header, by the name of CloudWatch Logs' group that they stand
 * in: a flow log's `LogFormat`, as EC2 has it (`${version} ${account-id} …`), or the names alone.
 * @default none: the default format
 */
export const FlowFormats = z
  .record(
    z.string().min(1).max(512),
    z
      .string()
      .max(4_096)
      .transform((text) => text.trim().split(/\s+/).map(nameOf))
      .refine((names) => names.every((name) => /^[a-z][a-z0-9-]*$/.test(name)), {
        error: 'must be names of fields, as in a LogFormat: "${version} ${account-id} ${srcaddr}"',
      }),
  )
  .default({});

/** The names of the fields, by log group. */
export type FlowFormats = z.infer<typeof FlowFormats>;

const nameOf = (word: string): string => /^\$\{(.*)\}$/.exec(word)?.[1] ?? word;
