import type { Catalog } from '../../action-spec.ts';
import type { Path } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Playbook, Step, StepOf, Steps } from '../schema.ts';

/** ASL as plain JSON. */
export type Asl = null | boolean | number | string | readonly Asl[] | AslObject;
export interface AslObject {
  readonly [key: string]: Asl;
}

/** Some states of one level, and which of them comes first. */
export interface Fragment {
  readonly entry: string;
  readonly states: AslObject;
}

/** One compilation. */
export interface Build {
  readonly playbook: Playbook;
  readonly catalog: Catalog;
  readonly problems: Problem[];
  readonly allSteps: ReadonlySet<string>;
  /** Steps that are wrong in themselves: reading them is no further error. */
  readonly broken: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, PlacedAction>;
  /** The approval step that asks about an action, by the action step's id. */
  readonly approvals: ReadonlyMap<string, StepOf<'approval'>>;
  /** Compiles the steps within a step; an argument, because the table of compilers knows them all. */
  readonly compileSteps: (steps: Steps, frame: Frame) => Fragment;
}

export interface PlacedAction {
  readonly step: StepOf<'action'>;
  readonly path: Path;
}

/**
 * Where ASL variables live: the body, a branch or an iteration. Inner scopes read outer variables, cannot
 * assign them and cannot use their names again, hence the depth in names that return at each level.
 */
export interface Scope {
  readonly depth: number;
  /** The variable that holds the indices of the enclosing forEach steps, such as `[2][0]`. */
  readonly at: string | undefined;
  /** The variable that holds how many items the innermost of them takes. */
  readonly siblings: string | undefined;
  /** Steps that can be read → variable. */
  readonly steps: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, string>;
}

/** Where a step stands. */
export interface Frame {
  readonly build: Build;
  readonly scope: Scope;
  readonly path: Path;
  /** The state that follows the step. */
  readonly next: string;
  /** Where it goes when the steps end here: the last state of the scope, or what a choice makes of it. */
  readonly stop: string;
}

export type StepCompiler<S extends Step> = (step: S, frame: Frame) => Fragment;

const suffix = ({ depth }: Scope) => (depth === 0 ? '' : String(depth));

/** Holds the outcome of a step. */
export const outcomeVariable = (scope: Scope, id: string) => `step${suffix(scope)}_${id}`;

/** Holds what stopped the steps of a scope; null while nothing has. */
export const failureVariable = (scope: Scope) => `failure${suffix(scope)}`;

/** How requests name a step: inside forEach with the indices. */
export const labelOf = ({ at }: Scope, id: string): string => (at ? `{% '${id}' & $${at} %}` : id);
