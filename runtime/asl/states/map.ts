import type { Json, JsonObject } from '../../../core/json.ts';
import { isJsonObject } from '../../../core/json.ts';
import type { Thread } from '../execution.ts';
import type { EvaluationScope } from '../jsonata/expression.ts';
import {
  evaluateTemplate,
  EvaluationProblem,
  jsonType,
  typeProblem,
  type Template,
} from '../jsonata/template.ts';
import { readyIfJoined, startIterations } from '../interpreter/join.ts';
import { createScope } from '../interpreter/scope.ts';
import { emit } from '../interpreter/turn.ts';
import type { MapNote } from '../journal.ts';
import type { MapState } from '../machine.ts';
import type { StateHandler } from './handler.ts';
import { finishJoin } from './parallel.ts';

export const map: StateHandler<'Map'> = {
  async enter(turn, thread, state) {
    const scope = createScope(turn, thread);
    const note: MapNote = {
      ...(await evaluateItems(thread, state, scope)),
      maxConcurrency: await evaluateNumber(state.maxConcurrency, 'MaxConcurrency', scope),
      toleratedCount: await evaluateNumber(state.toleratedFailureCount, 'ToleratedFailureCount', scope),
      toleratedPercentage: await evaluateNumber(
        state.toleratedFailurePercentage,
        'ToleratedFailurePercentage',
        scope,
      ),
    };
    const started = emit(turn, thread, 'MapStateStarted', {
      details: { length: note.items.length },
      note: { map: note },
    });
    startIterations(turn, thread, started);
    readyIfJoined(turn, thread);
  },
  /** An iteration has ended: the next may start, or all are done. */
  async resume(turn, thread, state) {
    const { join } = thread;
    if (join && join.finished === join.total) await finishJoin(turn, thread, state);
  },
};

type Items = Pick<MapNote, 'items' | 'keys'>;

async function evaluateItems(thread: Thread, state: MapState, scope: EvaluationScope): Promise<Items> {
  if (!state.items) return inputItems(thread);
  const value = await evaluateTemplate(state.items, scope);
  if (Array.isArray(value)) return { items: value as readonly Json[] };
  if (state.items.kind === 'expression' || !isJsonObject(value))
    throw typeProblem(state.items, 'Items', 'array', value);
  return objectItems(value);
}

function inputItems(thread: Thread): Items {
  const { value } = thread.payload;
  if (Array.isArray(value)) return { items: value as readonly Json[] };
  throw new EvaluationProblem(`Map state input must be an array but was: ${jsonType(value)}`, undefined);
}

/** An object is gone through entry by entry. */
const objectItems = (object: JsonObject): Items => ({
  items: Object.values(object as Readonly<Record<string, Json>>),
  keys: Object.keys(object),
});

async function evaluateNumber(
  template: Template | undefined,
  location: string,
  scope: EvaluationScope,
): Promise<number> {
  if (!template) return 0;
  const value = await evaluateTemplate(template, scope);
  const whole = location !== 'ToleratedFailurePercentage';
  const usable = typeof value === 'number' && value >= 0 && (!whole || Number.isInteger(value));
  if (!usable) throw typeProblem(template, location, whole ? 'integer' : 'number', value);
  return value;
}
