import { isExpression } from '../compile/values.ts';
import { declaredBy, type Place } from '../compile/walk.ts';
import { findReads } from '../expressions/find-reads.ts';
import { suggest } from '../../problem/nearest-name.ts';
import { toPointer } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Json } from '../../json.ts';
import type { Step, StepOf } from '../schema.ts';
import type { Check, Subject } from './check-playbook.ts';

/**
 * A person approves plans, so what an approval names must be plannable when it asks: actions that come later
 * in the same sequence and use no result of a step in between. Each action is asked about by one approval.
 */
export const checkApprovals: Check = (subject) => {
  const askedBy = new Map<string, string>();
  return subject.places.flatMap((place) => {
    const { step } = place;
    if (!('approval' in step)) return [];
    return step.approval.for.flatMap((name, index) => {
      const fault = checkTarget(name, step, place, subject) ?? checkFirst(name, step, askedBy);
      const pointer = toPointer([...place.path, 'approval', 'for', index]);
      return fault ? [{ pointer, value: name, ...fault }] : [];
    });
  });
};

type Fault = Pick<Problem, 'message' | 'remedy'>;

function checkTarget(name: string, { id }: Step, place: Place, { broken }: Subject): Fault | undefined {
  const { sequence, index } = place;
  if (broken.has(name)) return undefined;
  const later = sequence.slice(index + 1);
  const target = later.find((step) => step.id === name);
  const actions = later.filter((step) => 'action' in step).map((step) => step.id);
  if (target === undefined) {
    const message = 'is not a later step of the same sequence';
    return { message, remedy: suggest(name, actions, 'name actions that follow in the same list of steps') };
  }
  if (!('action' in target)) {
    return { message: 'is not an action', remedy: suggest('', actions, 'name actions') };
  }
  const between = [id, ...later.slice(0, later.indexOf(target)).flatMap(declaredBy)];
  return checkReads(target, between);
}

function checkReads(target: StepOf<'action'>, between: readonly string[]): Fault | undefined {
  const read = between.find((id) => readsOf(target.with as Json).has(id));
  if (read === undefined) return undefined;
  return {
    message: `cannot be planned when the question is put: its "with" reads $steps.${read}, which comes after it`,
    remedy: 'put the approval after that step',
  };
}

function readsOf(value: Json | undefined): Set<string> {
  if (typeof value === 'string') return new Set(isExpression(value) ? findReads(value) : []);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((inner) => [...readsOf(inner as Json)]));
}

function checkFirst(name: string, { id }: Step, askedBy: Map<string, string>): Fault | undefined {
  const other = askedBy.get(name);
  askedBy.set(name, id);
  if (other === undefined) return undefined;
  const message = other === id ? 'stands here twice' : `is asked about by "${other}" already`;
  return { message, remedy: 'name each action in one approval' };
}
