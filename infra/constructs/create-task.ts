import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeployConfig } from '../../core/deploy-config.ts';
import { functions, type OtherFunction, type WorkflowFunction } from '../functions.ts';
import { acknowledgeWildcards } from '../nag.ts';
import { type Grounds, grantsFor } from './grants.ts';
import { TaskFunction } from './task-function.ts';

/** Where functions come from, and what they stand on. */
export interface Place extends Grounds {
  /** The folder of the bundles. */
  readonly code: string;
  readonly vpc: DeployConfig['vpc'];
}

/** One of the functions, with what it uses and no more. */
export function createTask(
  scope: Construct,
  name: WorkflowFunction | OtherFunction,
  { code, vpc, ...grounds }: Place,
): LambdaFunction {
  const spec = functions[name];
  const { statements, environment } = grantsFor(scope, spec.uses, grounds);
  const task = new TaskFunction(scope, name, {
    spec,
    code: `${code}/${name}`,
    environment,
    statements,
    key: grounds.store.key,
    vpc,
  });
  acknowledgeWildcards(task, statements);
  return task.fn;
}
