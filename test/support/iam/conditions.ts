import { type Context, findKey, matchesWildcards, type Statement, toList } from './statement.ts';

type Test = (wanted: string, got: string) => boolean;

const unescape = (text: string): string => text.replaceAll(/\$\{([*?$])\}/g, '$1');
const same: Test = (wanted, got) => unescape(wanted) === got;
const like: Test = (wanted, got) => matchesWildcards(wanted, got);
const sameInAnyCase: Test = (wanted, got) => unescape(wanted).toLowerCase() === got.toLowerCase();
/** Each of the six parts of an ARN is compared by itself: no wildcard reaches over a colon. */
const arnLike: Test = (wanted, got) => {
  const parts = (arn: string) => [...arn.split(':', 5), arn.split(':').slice(5).join(':')];
  const [patterns, texts] = [parts(wanted), parts(got)];
  return patterns.every((pattern, n) => matchesWildcards(pattern, texts[n] ?? ''));
};

/**
 * The operators that our policies use, without `IfExists` and the words before the colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, { readonly test: Test; readonly negated: boolean }>> = {
  StringEquals: { test: same, negated: false },
  StringNotEquals: { test: same, negated: true },
  StringEqualsIgnoreCase: { test: sameInAnyCase, negated: false },
  StringNotEqualsIgnoreCase: { test: sameInAnyCase, negated: true },
  StringLike: { test: like, negated: false },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike, negated: false },
  ArnLike: { test: arnLike, negated: false },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
  NumericLessThan: { test: (wanted, got) => Number(got) < Number(wanted), negated: false },
  Bool: { test: sameInAnyCase, negated: false },
};

/** True where all conditions hold. @throws at an operator that it does not know: nothing is passed over. */
export function conditionsHold({ Condition = {} }: Statement, context: Context): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(operator, findKey(context, key), fill(toList(wanted), context)),
    ),
  );
}

type Values = readonly string[] | null;

function holds(written: string, got: Values, wanted: readonly (string | null)[]): boolean {
  if (written === 'Null') return wanted.includes(String(got === null));
  const operator = readOperator(written);
  if (operator.ifExists && got === null) return true;
  const values = wanted.filter((value) => value !== null);
  const passes = (value: string): boolean =>
    values.some((one) => operator.test(one, value)) !== operator.negated;
  if (operator.set === 'ForAnyValue') return (got ?? []).some(passes);
  if (operator.set === 'ForAllValues') return (got ?? []).every(passes);
  // A key that is missing matches nothing: so a negated operator holds.
  if (got === null) return operator.negated;
  if (got.length > 1) throw new Error(`${written} compares several values: say ForAnyValue or ForAllValues`);
  return got.every(passes);
}

function readOperator(written: string) {
  const parts = /^(?:(?<set>ForAnyValue|ForAllValues):)?(?<base>\w+?)(?<ifExists>IfExists)?$/.exec(
    written,
  )?.groups;
  const found = operators[parts?.['base'] ?? ''];
  if (found === undefined) throw new Error(`the evaluator does not know the operator ${written}`);
  return { ...found, set: parts?.['set'], ifExists: parts?.['ifExists'] !== undefined };
}

/** Fills `${aws:PrincipalTag/x}`. A value that names what is missing matches nothing: null. */
const fill = (values: readonly string[], context: Context): readonly (string | null)[] =>
  values.map((value) => {
    let missing = false;
    const filled = value.replaceAll(/\$\{([\w:/-]+)\}/g, (_all, key: string) => {
      const [found] = findKey(context, key) ?? [];
      if (found === undefined) missing = true;
      // What a variable holds is text, never a wildcard.
      return (found ?? '').replaceAll(/[*?$]/g, '${$&}');
    });
    return missing ? null : filled;
  });
