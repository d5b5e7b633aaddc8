import type { PageQuery } from '../../core/ports/table.ts';

/** Which sort keys of a partition are asked for, as DynamoDB takes it: one condition. */
export interface Range {
  /** On `#sk`; absent: all of them. */
  readonly condition?: string;
  readonly values: Readonly<Record<string, { readonly S: string }>>;
  /** Not among what was asked for though the condition holds for it. */
  readonly except?: string;
}

const lastCharacter = '\u{10ffff}';

/** @returns null where nothing can lie in between, which DynamoDB refuses to be asked. */
export function rangeOf({ prefix = '', beyond, descending = false }: PageQuery): Range | null {
  if (beyond !== undefined && prefix !== '') return between(prefix, beyond, descending);
  if (beyond !== undefined) {
    return { condition: `#sk ${descending ? '<' : '>'} :beyond`, values: { ':beyond': { S: beyond } } };
  }
  if (prefix === '') return { values: {} };
  return { condition: 'begins_with(#sk, :prefix)', values: { ':prefix': { S: prefix } } };
}

/** Both ends are within, for DynamoDB knows no other way: what lies at `beyond` itself is left out afterwards. */
function between(prefix: string, beyond: string, descending: boolean): Range | null {
  const end = prefix + lastCharacter;
  const [from, to] = descending
    ? [prefix, isBefore(beyond, end) ? beyond : end]
    : [isBefore(prefix, beyond) ? beyond : prefix, end];
  if (isBefore(to, from)) return null;
  const values = { ':from': { S: from }, ':to': { S: to } };
  return { condition: '#sk BETWEEN :from AND :to', values, except: beyond };
}

/** As DynamoDB compares: by the bytes of UTF-8. */
const isBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
