import type { AslObject } from './frame.ts';

export interface Way {
  readonly next: string;
  readonly assign?: AslObject | undefined;
}

export interface Rule extends Way {
  /** JSONata, with its marks. */
  readonly when: string;
}

/**
 * A Choice state: the first rule that is true, else the last way. What that one assigns stands in a rule that is
 * always true: AWS's guide has the state's own Assign apply whichever rule matches, other sources only when
 * none does (https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html).
 */
export function choose(rules: readonly Rule[], otherwise: Way): AslObject {
  const { assign, next } = otherwise;
  if (assign === undefined) return { Type: 'Choice', Choices: rules.map(compileRule), Default: next };
  return { Type: 'Choice', Choices: [...rules, { when: '{% true %}', assign, next }].map(compileRule) };
}

function compileRule({ when, assign, next }: Rule): AslObject {
  return { Condition: when, ...(assign && { Assign: assign }), Next: next };
}
