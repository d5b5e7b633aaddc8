import type { Catalog } from '../../action-spec.ts';
import { type Place, walkSteps } from '../compile/walk.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Playbook } from '../schema.ts';
import { checkApprovals } from './check-approvals.ts';
import { checkIds } from './check-ids.ts';
import { checkItemNames } from './check-item-names.ts';
import { checkMissingActions } from './check-missing-actions.ts';
import { checkParameters } from './check-parameters.ts';
import { checkPlaceholders } from './check-placeholders.ts';
import { checkQuorum } from './check-quorum.ts';
import { checkRecursion } from './check-recursion.ts';
import { checkTrigger } from './check-trigger.ts';

export interface Subject {
  readonly playbook: Playbook;
  readonly catalog: Catalog;
  readonly places: readonly Place[];
  /** Ids of steps that are wrong in themselves and have been complained about. */
  readonly broken: ReadonlySet<string>;
}

export type Check = (subject: Subject) => readonly Problem[];

/** What neither the schema nor the compilation of expressions finds. */
const checks: readonly Check[] = [
  checkIds,
  checkItemNames,
  checkParameters,
  checkApprovals,
  checkQuorum,
  checkRecursion,
  checkTrigger,
  checkPlaceholders,
  checkMissingActions,
];

export function checkPlaybook(playbook: Playbook, catalog: Catalog, broken: ReadonlySet<string>): Problem[] {
  const places = [...walkSteps(playbook.steps)];
  return checks.flatMap((check) => check({ playbook, catalog, places, broken }));
}
