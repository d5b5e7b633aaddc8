import type { Json } from '../../core/json.ts';
import type { Template } from './jsonata/template.ts';

/** A definition made ready to run: expressions parsed, defaults filled in, targets known to exist. */
export interface Machine {
  readonly definition: string;
  readonly timeoutSeconds: number | undefined;
  readonly program: Program;
}

/** The states of one scope: the machine itself, a branch, or an item processor. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type Assignments = readonly (readonly [string, Template])[];

/** What becomes of a state's data when it ends; `next` undefined ends the scope. */
export interface Exit {
  readonly output: Template | undefined;
  readonly assign: Assignments;
  readonly next: string | undefined;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: 'FULL' | 'NONE';
}

export interface Catcher extends Exit {
  readonly errorEquals: readonly string[];
}

interface Named {
  readonly name: string;
}
interface Handled {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface PassState extends Named, Exit {
  readonly type: 'Pass';
}
export interface TaskState extends Named, Exit, Handled {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly arguments: Template | undefined;
  readonly credentials: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}
export interface ChoiceState extends Named {
  readonly type: 'Choice';
  readonly rules: readonly (Exit & { readonly condition: Template; readonly location: string })[];
  /** Where no rule holds. `next` undefined: there is no Default. */
  readonly otherwise: Exit;
}
export interface WaitState extends Named, Exit {
  readonly type: 'Wait';
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}
export interface SucceedState extends Named {
  readonly type: 'Succeed';
  readonly output: Template | undefined;
}
export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}
export interface ParallelState extends Named, Exit, Handled {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly Program[];
}
export interface MapState extends Named, Exit, Handled {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly processor: Program;
  readonly maxConcurrency: Template | undefined;
  readonly toleratedFailureCount: Template | undefined;
  readonly toleratedFailurePercentage: Template | undefined;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = State['type'];

/** A Task's Resource, taken apart as history details need it. */
export interface Resource {
  readonly arn: string;
  /** Which family of history events its tasks leave. */
  readonly events: 'Task' | 'LambdaFunction' | 'Activity';
  /** `lambda`, `aws-sdk:dynamodb`; empty for plain Lambda ARNs and activities. */
  readonly service: string;
  /** `invoke.waitForTaskToken`; the ARN itself for plain Lambda ARNs and activities. */
  readonly action: string;
  readonly pattern: 'request' | 'sync' | 'callback';
}

/** One item of a Map, as the context object shows it. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
  /** For objects in `Items` only. */
  readonly key?: string;
}
