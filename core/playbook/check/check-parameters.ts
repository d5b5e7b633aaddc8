import type * as z from 'zod';
import type { Json } from '../../json.ts';
import { isExpression } from '../compile/values.ts';
import { explainIssue } from '../../problem/explain-issue.ts';
import { suggest } from '../../problem/nearest-name.ts';
import { type Path, toPointer } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { StepOf } from '../schema.ts';
import type { Check, Subject } from './check-playbook.ts';

/** Actions exist, and `with` fits their parameters: literals are checked, an expression may stand anywhere. */
export const checkParameters: Check = (subject) =>
  subject.places.flatMap(({ step, path }) => ('action' in step ? checkAction(step, path, subject) : []));

function checkAction(step: StepOf<'action'>, path: Path, { catalog }: Subject): Problem[] {
  const spec = catalog.get(step.action);
  if (spec === undefined) {
    const remedy = suggest(step.action, catalog.keys(), 'use an action of the catalog');
    const pointer = toPointer([...path, 'action']);
    return [{ pointer, message: 'is not an action of the catalog', value: step.action, remedy }];
  }
  const issues = spec.parameters.safeParse(step.with).error?.issues ?? [];
  return issues
    .filter((issue) => !isLeftToExpression(issue, step.with))
    .flatMap((issue) => explainIssue(issue, spec.parameters, step.with, [...path, 'with']));
}

/**
 * Whether an issue is about a value that is known at run time only: an expression, something under one, or a
 * group whose members are not all literal. Names of members are always literal.
 */
function isLeftToExpression(issue: z.core.$ZodIssue, root: Json): boolean {
  let value: Json | undefined = root;
  for (const key of issue.path) {
    if (typeof value !== 'object' || value === null) break;
    value = (value as { readonly [key: PropertyKey]: Json | undefined })[key];
  }
  if (typeof value === 'string') return isExpression(value);
  const aboutMembers = issue.code === 'custom' || issue.code === 'invalid_union';
  return aboutMembers && holdsExpression(value);
}

function holdsExpression(value: Json | undefined): boolean {
  if (typeof value === 'string') return isExpression(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}
