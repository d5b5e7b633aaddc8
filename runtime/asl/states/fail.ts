import type { EvaluationScope } from '../jsonata/expression.ts';
import { evaluateTemplate, typeProblem, type Template } from '../jsonata/template.ts';
import { createScope } from '../interpreter/scope.ts';
import { StateFailed } from '../interpreter/state-failed.ts';
import type { StateHandler } from './handler.ts';

/** Leaves no event of its own besides its entry. */
export const fail: StateHandler<'Fail'> = {
  async enter(turn, thread, state) {
    const scope = createScope(turn, thread);
    const error = await evaluateText(state.error, 'Error', scope);
    const cause = await evaluateText(state.cause, 'Cause', scope);
    throw new StateFailed({ error, cause, from: 'task' });
  },
};

async function evaluateText(
  template: Template | undefined,
  location: string,
  scope: EvaluationScope,
): Promise<string | undefined> {
  if (!template) return undefined;
  const value = await evaluateTemplate(template, scope);
  if (typeof value !== 'string') throw typeProblem(template, location, 'string', value);
  return value;
}
