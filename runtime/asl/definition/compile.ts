import type { Json } from '../../../core/json.ts';
import { compileTemplate, type Template } from '../jsonata/template.ts';
import type { Assignments, Catcher, Exit, Machine, Program, Resource, Retrier, State } from '../machine.ts';
import { parseResource } from './resource.ts';
import type { BranchDefinition, Handlers, MachineDefinition, StateDefinition } from './schema.ts';

/** Compiles a definition that `checkDefinition` has found to be right. */
export function compileMachine(definition: MachineDefinition, text: string): Machine {
  return {
    definition: text,
    timeoutSeconds: definition.TimeoutSeconds,
    program: compileProgram(definition),
  };
}

function compileProgram(branch: BranchDefinition): Program {
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(branch.States)) states.set(name, compileState(name, state));
  return { startAt: branch.StartAt, states };
}

function compileState(name: string, definition: StateDefinition): State {
  switch (definition.Type) {
    case 'Pass':
      return { type: 'Pass', name, ...compileExit(definition) };
    case 'Task':
      return compileTask(name, definition);
    case 'Choice':
      return compileChoice(name, definition);
    case 'Wait':
      return {
        type: 'Wait',
        name,
        ...compileExit(definition),
        seconds: optional(definition.Seconds, 'Seconds'),
        timestamp: optional(definition.Timestamp, 'Timestamp'),
      };
    case 'Succeed':
      return { type: 'Succeed', name, output: optional(definition.Output, 'Output') };
    case 'Fail':
      return {
        type: 'Fail',
        name,
        error: optional(definition.Error, 'Error'),
        cause: optional(definition.Cause, 'Cause'),
      };
    case 'Parallel':
      return {
        type: 'Parallel',
        name,
        ...compileExit(definition),
        ...compileHandlers(definition),
        arguments: optional(definition.Arguments, 'Arguments'),
        branches: definition.Branches.map(compileProgram),
      };
    case 'Map':
      return compileMap(name, definition);
  }
}

type Definition<T extends StateDefinition['Type']> = Extract<StateDefinition, { Type: T }>;

function compileTask(name: string, definition: Definition<'Task'>): State {
  return {
    type: 'Task',
    name,
    ...compileExit(definition),
    ...compileHandlers(definition),
    resource: knownResource(definition.Resource),
    arguments: optional(definition.Arguments, 'Arguments'),
    credentials: optional(definition.Credentials, 'Credentials'),
    timeoutSeconds: optional(definition.TimeoutSeconds, 'TimeoutSeconds'),
    heartbeatSeconds: optional(definition.HeartbeatSeconds, 'HeartbeatSeconds'),
  };
}

function knownResource(arn: string): Resource {
  const resource = parseResource(arn);
  if (!resource) throw new TypeError(`not a resource that a Task can have: ${arn}`);
  return resource;
}

function compileChoice(name: string, definition: Definition<'Choice'>): State {
  return {
    type: 'Choice',
    name,
    rules: definition.Choices.map((rule, index) => {
      const location = `Choices[${index}]`;
      return {
        ...compileExit(rule, `${location}/`),
        location: `${location}/Condition`,
        condition: compileTemplate(rule.Condition, `${location}/Condition`),
      };
    }),
    otherwise: compileExit({ ...definition, Next: definition.Default }),
  };
}

function compileMap(name: string, definition: Definition<'Map'>): State {
  const processor = definition.ItemProcessor ?? definition.Iterator;
  if (!processor) throw new TypeError(`the Map state "${name}" has no ItemProcessor`);
  return {
    type: 'Map',
    name,
    ...compileExit(definition),
    ...compileHandlers(definition),
    items: optional(definition.Items, 'Items'),
    itemSelector: optional(definition.ItemSelector, 'ItemSelector'),
    processor: compileProgram(processor),
    maxConcurrency: optional(definition.MaxConcurrency, 'MaxConcurrency'),
    toleratedFailureCount: optional(definition.ToleratedFailureCount, 'ToleratedFailureCount'),
    toleratedFailurePercentage: optional(definition.ToleratedFailurePercentage, 'ToleratedFailurePercentage'),
  };
}

interface ExitDefinition {
  readonly Output?: Json | undefined;
  readonly Assign?: Readonly<Record<string, Json>> | undefined;
  readonly Next?: string | undefined;
}

function compileExit(definition: ExitDefinition, prefix: string = ''): Exit {
  return {
    output: optional(definition.Output, `${prefix}Output`),
    assign: compileAssign(definition.Assign, prefix),
    next: definition.Next,
  };
}

function compileAssign(assign: ExitDefinition['Assign'], prefix: string): Assignments {
  return Object.entries(assign ?? {}).map(
    ([name, value]) => [name, compileTemplate(value, `${prefix}Assign/${name}`)] as const,
  );
}

function compileHandlers(definition: Handlers): {
  retriers: readonly Retrier[];
  catchers: readonly Catcher[];
} {
  return {
    retriers: (definition.Retry ?? []).map((retrier) => ({
      errorEquals: retrier.ErrorEquals,
      intervalSeconds: retrier.IntervalSeconds ?? 1,
      maxAttempts: retrier.MaxAttempts ?? 3,
      backoffRate: retrier.BackoffRate ?? 2,
      maxDelaySeconds: retrier.MaxDelaySeconds,
      jitter: retrier.JitterStrategy ?? 'NONE',
    })),
    catchers: (definition.Catch ?? []).map((catcher, index) => ({
      errorEquals: catcher.ErrorEquals,
      ...compileExit(catcher, `Catch[${index}]/`),
    })),
  };
}

function optional(json: Json | undefined, location: string): Template | undefined {
  return json === undefined ? undefined : compileTemplate(json, location);
}
