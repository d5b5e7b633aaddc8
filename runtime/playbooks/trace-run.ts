import { wayKey, ways } from '../../core/playbook/coverage/list-ways.ts';
import type { HistoryEvent } from '../asl/index.ts';

/** `evidence: Apply` → the step and the state; branches have states of their own, such as `each[]: Start`. */
const stepState = /^(\w+): (.+)$/;
const branchState = /^(\w+)\[(\d+)\]: Guard$/;

/** A step ran when a state of it was entered that does more than to look whether it is due. */
const onlyLooks = new Set(['When', 'Mode']);

/** The ways that a playbook's execution went: the keys of `Way`s, from nothing but its history. */
export function traceRun(events: readonly HistoryEvent[]): ReadonlySet<string> {
  const after = new Map(
    events
      .filter(({ type }) => type.endsWith('StateEntered'))
      .map((event) => [event.previousEventId, nameOf(event)] as const),
  );
  const entered = new Map(events.map((event) => [event.id, nameOf(event)] as const));
  return new Set(
    events.flatMap((event) => [
      ...traceEntered(event),
      ...traceWhen(event, after),
      ...traceItems(event, entered),
      ...traceOutcomes(event),
    ]),
  );
}

const key = (step: string, way: string): string => wayKey({ step, way });

const detailsOf = (event: HistoryEvent): Readonly<Record<string, unknown>> =>
  event['stateEnteredEventDetails'] ?? event['stateExitedEventDetails'] ?? {};

function nameOf(event: HistoryEvent): string {
  const { name } = detailsOf(event);
  return typeof name === 'string' ? name : '';
}

function traceEntered(event: HistoryEvent): readonly string[] {
  if (!event.type.endsWith('StateEntered')) return [];
  const name = nameOf(event);
  const [, container, branch] = branchState.exec(name) ?? [];
  if (container !== undefined) return [key(container, ways.branch(Number(branch)))];
  const [, step = '', state = ''] = stepState.exec(name) ?? [];
  return step === '' || onlyLooks.has(state) ? [] : [key(step, ways.runs)];
}

/** What follows `x: When` is a state of `x` where it was true, and of another step where not. */
function traceWhen(event: HistoryEvent, after: ReadonlyMap<number, string>): readonly string[] {
  const [, step = '', state] = stepState.exec(nameOf(event)) ?? [];
  if (event.type !== 'ChoiceStateExited' || state !== 'When') return [];
  const next = after.get(event.id) ?? '';
  return [key(step, next.startsWith(`${step}: `) ? ways.whenTrue : ways.whenFalse)];
}

function traceItems(event: HistoryEvent, entered: ReadonlyMap<number, string>): readonly string[] {
  const started = event['mapStateStartedEventDetails'];
  const [, step] = stepState.exec(entered.get(event.previousEventId) ?? '') ?? [];
  if (started === undefined || step === undefined) return [];
  return [key(step, started['length'] === 0 ? ways.noItems : ways.items)];
}

interface Outcome {
  readonly status?: unknown;
  readonly result?: unknown;
}

/** Variables that hold outcomes are named after steps: see `outcomeVariable`. */
const outcomeOf = /^step\d*_(\w+)$/;

function traceOutcomes(event: HistoryEvent): readonly string[] {
  const assigned = Object.entries(event['stateExitedEventDetails']?.['assignedVariables'] ?? {});
  const [, , state] = stepState.exec(nameOf(event)) ?? [];
  return assigned.flatMap(([variable, text]) => {
    const [, step] = outcomeOf.exec(variable) ?? [];
    const outcome = step === undefined ? null : (JSON.parse(String(text)) as Outcome | null);
    if (step === undefined || outcome === null) return [];
    if (outcome.status === 'failed') return [key(step, ways.fails)];
    return state === 'Choose' ? [key(step, chosen(outcome.result))] : [];
  });
}

const chosen = (rule: unknown): string => (typeof rule === 'number' ? ways.chosen(rule) : ways.otherwise);
