import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { type Path, valueAt } from '../json-pointer.ts';
import { parseJsonText } from '../parse-json.ts';

/** A statement of a policy that a call writes, so that a pattern can ask for all of it in one. */
export interface PolicyStatement {
  readonly effect: string;
  /** In lower case, as IAM compares them. `*` where it is everything, or everything but a few (`NotAction`). */
  readonly actions: readonly string[];
  /** ARNs, accounts, services, providers. `*` where it is everybody, or everybody but a few (`NotPrincipal`). */
  readonly principals: readonly string[];
  /** Accounts among them that are not the one whose record it is. */
  readonly foreignAccounts: readonly string[];
  /** It allows everybody, and no condition says whom. */
  readonly open: boolean;
}

export interface WrittenPolicy {
  readonly statements: readonly PolicyStatement[];
}

/** Where CloudTrail has the policy that a call writes: S3's as an object, all others as JSON in a text. */
const places: readonly Path[] = [
  ['requestParameters', 'policyDocument'], // IAM
  ['requestParameters', 'assumeRolePolicyDocument'], // IAM: CreateRole
  ['requestParameters', 'bucketPolicy'], // S3
  ['requestParameters', 'policy'], // KMS
  ['requestParameters', 'policyText'], // ECR
  ['requestParameters', 'resourcePolicy'], // Secrets Manager
  ['requestParameters', 'attributes', 'Policy'], // SQS
  ['requestParameters', 'attributeValue'], // SNS
  ['responseElements', 'statement'], // Lambda: the one that was added
];

/** What cannot be read has no statements: a record says what it likes, and AWS refuses such a policy. */
export function readPolicy(record: JsonObject, account: string | null): WrittenPolicy {
  const documents = places.flatMap((path) => documentsOf(valueAt(record, path)));
  const statements = documents.flatMap((document) => listOf(document['Statement'] ?? document));
  return {
    statements: statements
      .filter(isJsonObject)
      .filter((statement) => 'Effect' in statement)
      .map((statement) => describe(statement, account)),
  };
}

function documentsOf(value: Json | undefined): readonly JsonObject[] {
  if (isJsonObject(value)) return [value];
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return [];
  const parsed = parseJsonText(value);
  return parsed.ok && isJsonObject(parsed.value) ? [parsed.value] : [];
}

function describe(statement: JsonObject, account: string | null): PolicyStatement {
  const { Effect: effect, Action: action, NotAction: notAction, Condition: condition } = statement;
  const principals = principalsOf(statement);
  return {
    effect: typeof effect === 'string' ? effect : '',
    actions: notAction === undefined ? textsOf(action).map((text) => text.toLowerCase()) : ['*'],
    principals,
    foreignAccounts: principals
      .flatMap((principal) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? [])
      .filter((named) => named !== account),
    open: effect === 'Allow' && principals.includes('*') && !isNarrowed(condition),
  };
}

function principalsOf({ Principal: principal, NotPrincipal: notPrincipal }: JsonObject): readonly string[] {
  if (notPrincipal !== undefined) return ['*'];
  return isJsonObject(principal) ? Object.values(principal).flatMap(textsOf) : textsOf(principal);
}

/** Keys that say who or where from: S3's "meaning of public", and what services are told to ask. */
const narrowing: ReadonlySet<string> = new Set(
  'principalorgid principalorgpaths principalaccount principalarn sourceaccount sourcearn sourceip sourceorgid sourceorgpaths sourceowner sourcevpc sourcevpce userid vpcsourceip'
    .split(' ')
    .map((name) => `aws:${name}`)
    .concat('kms:calleraccount', 's3:dataaccesspointaccount', 's3:dataaccesspointarn'),
);

const everything: ReadonlySet<string> = new Set(['*', '0.0.0.0/0', '::/0']);

/** Where the key may be missing (`…IfExists`, `ForAllValues:`) or must be another (`…Not…`), anybody gets through. */
function isNarrowed(condition: Json | undefined): boolean {
  if (!isJsonObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      !/Not|IfExists$|^ForAllValues:|^Null$/i.test(operator) &&
      isJsonObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) =>
          narrowing.has(key.toLowerCase()) && !textsOf(values).some((value) => everything.has(value)),
      ),
  );
}

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];

const textsOf = (value: Json | undefined): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string');
