import type { EvaluationScope } from '../jsonata/expression.ts';
import { evaluateTemplate, typeProblem } from '../jsonata/template.ts';
import { describeWhere } from '../interpreter/fail-state.ts';
import { leaveState } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import { StateFailed } from '../interpreter/state-failed.ts';
import type { ChoiceState, Exit } from '../machine.ts';
import type { StateHandler } from './handler.ts';

export const choice: StateHandler<'Choice'> = {
  async enter(turn, thread, state) {
    const scope = createScope(turn, thread);
    const exit = await choose(state, scope);
    if (exit.next === undefined) {
      const cause = 'Failed to transition out of the state. The state does not point to a next state.';
      throw new StateFailed({
        error: 'States.Runtime',
        cause: describeWhere(thread, cause),
        from: 'interpreter',
      });
    }
    await leaveState(turn, thread, { exit, scope, passed: thread.payload });
  },
};

/** The first rule whose condition holds. A rule without Output passes the input on, whatever the state's Output says. */
async function choose(state: ChoiceState, scope: EvaluationScope): Promise<Exit> {
  for (const rule of state.rules) {
    // oxlint-disable-next-line no-await-in-loop -- later conditions are not evaluated once one holds
    const value = await evaluateTemplate(rule.condition, scope);
    if (typeof value !== 'boolean') throw typeProblem(rule.condition, rule.location, 'boolean', value);
    if (value) return rule;
  }
  return state.otherwise;
}
