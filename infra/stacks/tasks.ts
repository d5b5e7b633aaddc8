import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { type WorkflowFunction, workflowFunctions } from '../functions.ts';

export interface TasksProps extends StackProps {
  readonly place: Place;
}

/** Every function that the state machines call, each with a role of its own. */
export class TasksStack extends Stack {
  readonly functions: Readonly<Record<WorkflowFunction, IFunction>>;

  constructor(scope: Construct, id: string, { place, ...props }: TasksProps) {
    super(scope, id, props);
    const made = Object.keys(workflowFunctions).map((name) => [
      name,
      createTask(this, name as WorkflowFunction, place),
    ]);
    this.functions = Object.fromEntries(made) as Readonly<Record<WorkflowFunction, IFunction>>;
  }
}
