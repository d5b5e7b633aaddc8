/** A policy as IAM takes it, with every reference resolved. */
export interface Policy {
  readonly Statement: readonly Statement[];
}

type OneOrMore = string | readonly string[];

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore | boolean>>>>;
}

export const toList = (value: OneOrMore | boolean): readonly string[] =>
  typeof value === 'object' ? value : [String(value)];

/** What is known of a request, by condition key. A key that is not there is missing for IAM too. */
export type Context = Readonly<Record<string, OneOrMore>>;

/** One call of one API. */
export interface Request {
  /** ARN of a user or role, or the name of a service. */
  readonly principal: string;
  /** Such as `iam:PutRolePolicy`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Names of condition keys know no case, apart from the tag that stands in one. */
export function findKey(context: Context, key: string): readonly string[] | null {
  const found = Object.keys(context).find((other) => other.toLowerCase() === key.toLowerCase());
  return found === undefined ? null : toList(context[found] ?? []);
}

/** IAM's wildcards: `*` is any text, `?` any character, `${*}` and the like are themselves. */
export function matchesWildcards(pattern: string, text: string, flags = ''): boolean {
  const source = pattern.replaceAll(
    /\$\{([*?$])\}|([*?])|([\\^$.|+()[\]{}/-])/g,
    (_all, literal, wild, special) => {
      if (literal !== undefined) return `\\${literal}`;
      if (wild !== undefined) return wild === '*' ? '[^]*' : '[^]';
      return `\\${special}`;
    },
  );
  return new RegExp(`^${source}$`, flags).test(text);
}
