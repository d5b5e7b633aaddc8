import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';

const arn = (service: string) =>
  z.string().regex(new RegExp(`^arn:[\\w-]+:${service}:`), `is no ARN of ${service}`);
const name = z.string().regex(/^[\w.-]{3,255}$/, 'is no name');

/** What the CDK app gives the functions; each reads what it needs. */
const variables = {
  /** Set by Lambda itself. */
  AWS_REGION: name,
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().min(1),
  /** Where the function's code lies, and beside it `config.json`, `library.json` and the country database. */
  LAMBDA_TASK_ROOT: z.string().min(1),
  TOURNIQUET_TABLE: name,
  TOURNIQUET_RAW_BUCKET: name,
  TOURNIQUET_EVIDENCE_BUCKET: name,
  TOURNIQUET_LAKE_STREAM: name,
  TOURNIQUET_LAKE_BUCKET: name,
  /** What stands before the short names of the state machines. */
  TOURNIQUET_MACHINES: arn('states'),
  TOURNIQUET_URGENT_TOPIC: arn('sns'),
  TOURNIQUET_ALERTS_TOPIC: arn('sns'),
  TOURNIQUET_APPROVALS_TOPIC: arn('sns'),
  /** Where links of questions lead. */
  TOURNIQUET_URL: z.url({ protocol: /^https?$/ }),
  /** What the distribution in front says of itself; `none`: there is none. */
  TOURNIQUET_EDGE: z.string().min(1),
  /** Who issues the tokens of people, where they sign in, for which app and which scope. */
  TOURNIQUET_ISSUER: z.url(),
  TOURNIQUET_LOGIN: z.url({ protocol: /^https?$/ }),
  TOURNIQUET_CLIENT: z.string().min(1),
  TOURNIQUET_SCOPE: z.string().min(1),
  /** The function that releases incidents. */
  TOURNIQUET_RELEASE: name,
  /** The one that tries dead letters again. */
  TOURNIQUET_LETTERS: name,
} as const;

type Variable = keyof typeof variables;

/** @throws InvalidInput naming every variable that is missing or wrong. */
export function readEnvironment<V extends Variable>(...wanted: readonly V[]): Record<V, string> {
  const problems: string[] = [];
  const values = wanted.map((variable) => {
    const value = process.env[variable];
    const parsed = variables[variable].safeParse(value);
    if (parsed.success) return [variable, parsed.data];
    const why = value === undefined ? 'is not set' : (parsed.error.issues[0]?.message ?? 'is wrong');
    // Two of them are secrets, which no error shows; they are wrong only where they are empty.
    problems.push(
      `${variable} ${why}${value === undefined || value === '' ? '' : `: ${JSON.stringify(value)}`}`,
    );
    return [variable, ''];
  });
  if (problems.length === 0) return Object.fromEntries(values) as Record<V, string>;
  throw new InvalidInput(`${problems.join('; ')}; deploy the function with the CDK app, which sets them`);
}
