import { parseTimestamp } from '../timestamp.ts';
import { pointTo, type Report } from './problems.ts';
import { parseResource } from './resource.ts';
import { EXPRESSION_TEXT, type MachineDefinition, type StateDefinition } from './schema.ts';
import { statesOf, walkScopes, type ScopePlace, type StatePlace } from './walk-states.ts';

/** Targets, transitions, names, handlers: what ties states together. */
export function checkStates(definition: MachineDefinition, report: Report): void {
  const seen = new Map<string, string>();
  for (const scope of walkScopes({ scope: definition, pointer: '' })) {
    checkScope(scope, report);
    for (const place of statesOf(scope)) {
      const earlier = seen.get(place.name);
      if (earlier !== undefined)
        report(place.pointer, `the name "${place.name}" is taken already, by ${earlier}`);
      seen.set(place.name, place.pointer);
      checkState(place, report);
    }
  }
}

function checkScope(place: ScopePlace, report: Report): void {
  const { scope, pointer } = place;
  if (Object.keys(scope.States).length === 0) {
    return report(pointTo(pointer, 'States'), 'there must be a state at least');
  }
  const missing = missingTargets(place);
  for (const [at, target] of missing) {
    const names = Object.keys(scope.States).join(', ');
    report(at, `there is no state "${target}" in this scope: ${names}`);
  }
  return missing.length === 0 ? checkReach(place, report) : undefined;
}

/** Names of states that do not exist, each with where it stands. */
function missingTargets({ scope, pointer }: ScopePlace): readonly (readonly [string, string])[] {
  const targets = statesOf({ scope, pointer }).flatMap(({ state, pointer: at }) =>
    targetsOf(state).map(([member, target]) => [`${at}${member}`, target] as const),
  );
  const all = [[pointTo(pointer, 'StartAt'), scope.StartAt] as const, ...targets];
  return all.filter(([, target]) => !Object.hasOwn(scope.States, target));
}

/** Every state can be reached, and one of them ends the scope. */
function checkReach({ scope, pointer }: ScopePlace, report: Report): void {
  const reached = reachableFrom(scope.StartAt, scope);
  for (const name of Object.keys(scope.States)) {
    if (!reached.has(name)) report(pointTo(pointer, 'States', name), `the state "${name}" is not reachable`);
  }
  if (![...reached].some((name) => isTerminal(scope.States[name]))) {
    report(
      pointTo(pointer, 'States'),
      'no state ends the scope: one must have "End": true, or be a Succeed or Fail',
    );
  }
}

const isTerminal = (state: StateDefinition | undefined): boolean =>
  state?.Type === 'Succeed' ||
  state?.Type === 'Fail' ||
  (state !== undefined && 'End' in state && state.End === true);

function reachableFrom(start: string, scope: ScopePlace['scope']): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = Object.hasOwn(scope.States, name) ? scope.States[name] : undefined;
    if (!state || reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(state).map(([, target]) => target));
  }
  return reached;
}

/** Every state that may follow, with the pointer to where it is named. */
function targetsOf(state: StateDefinition): readonly (readonly [string, string])[] {
  const targets: (readonly [string, string])[] = [];
  if ('Next' in state && state.Next !== undefined) targets.push(['/Next', state.Next]);
  if (state.Type === 'Choice') {
    if (state.Default !== undefined) targets.push(['/Default', state.Default]);
    targets.push(...state.Choices.map((rule, index) => [`/Choices/${index}/Next`, rule.Next] as const));
  }
  if ('Catch' in state) {
    targets.push(
      ...(state.Catch ?? []).map((catcher, index) => [`/Catch/${index}/Next`, catcher.Next] as const),
    );
  }
  return targets;
}

function checkState(place: StatePlace, report: Report): void {
  const { state, pointer } = place;
  checkTransition(state, pointer, report);
  if ('Retry' in state || 'Catch' in state) checkHandlers(place, report);
  if (state.Type === 'Wait') checkWait(state, pointer, report);
  if (state.Type === 'Task') checkTask(state, pointer, report);
  if (state.Type === 'Map' && (state.ItemProcessor === undefined) === (state.Iterator === undefined)) {
    report(
      pointTo(pointer, 'ItemProcessor'),
      'a Map needs an ItemProcessor (and not an Iterator, its old name, too)',
    );
  }
}

const TERMINAL: ReadonlySet<string> = new Set(['Choice', 'Succeed', 'Fail']);

function checkTransition(state: StateDefinition, pointer: string, report: Report): void {
  if (TERMINAL.has(state.Type)) return;
  const { Next: next, End: end = false } = state as { readonly Next?: string; readonly End?: boolean };
  if (next === undefined && !end) report(pointer, 'the state has neither Next nor End');
  if (next !== undefined && end) report(pointTo(pointer, 'End'), 'the state has both Next and End');
}

function checkHandlers({ state, pointer }: StatePlace, report: Report): void {
  const { Retry: retry = [], Catch: catchers = [] } = state as {
    readonly Retry?: readonly Handler[];
    readonly Catch?: readonly Handler[];
  };
  checkCatchAll(retry, pointTo(pointer, 'Retry'), report);
  checkCatchAll(catchers, pointTo(pointer, 'Catch'), report);
}

interface Handler {
  readonly ErrorEquals: readonly string[];
}

/** States.ALL stands alone, and last. */
function checkCatchAll(handlers: readonly Handler[], pointer: string, report: Report): void {
  for (const [index, { ErrorEquals: names }] of handlers.entries()) {
    if (!names.includes('States.ALL')) continue;
    const at = pointTo(pointer, index, 'ErrorEquals');
    if (names.length > 1) report(at, 'States.ALL must stand alone');
    if (index < handlers.length - 1) report(at, 'States.ALL must be in the last entry');
  }
}

type Definition<T extends StateDefinition['Type']> = Extract<StateDefinition, { Type: T }>;

function checkWait(state: Definition<'Wait'>, pointer: string, report: Report): void {
  if ((state.Seconds === undefined) === (state.Timestamp === undefined)) {
    return report(pointer, 'a Wait needs either Seconds or Timestamp');
  }
  const { Timestamp: timestamp } = state;
  if (timestamp === undefined || EXPRESSION_TEXT.test(timestamp)) return undefined;
  if (parseTimestamp(timestamp) === undefined) {
    report(
      pointTo(pointer, 'Timestamp'),
      `"${timestamp}" is no RFC 3339 date and time, such as 2026-11-20T12:00:00Z`,
    );
  }
  return undefined;
}

function checkTask(state: Definition<'Task'>, pointer: string, report: Report): void {
  if (!parseResource(state.Resource)) {
    const known = 'a Lambda function, an activity or a service such as arn:aws:states:::lambda:invoke';
    report(pointTo(pointer, 'Resource'), `"${state.Resource}" is not the ARN of ${known}`);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(pointTo(pointer, 'HeartbeatSeconds'), `${heartbeat} must be less than TimeoutSeconds, ${timeout}`);
  }
}
