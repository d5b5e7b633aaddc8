import { readFileSync } from 'node:fs';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { stateMachineOf } from '../../core/playbook/compile/nested-playbook.ts';
import { callEvery } from '../constructs/call-every.ts';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { failuresTo } from '../constructs/failures-to.ts';
import { machineArn } from '../constructs/machine-arns.ts';
import { Machine, type MachineProps } from '../constructs/machine.ts';
import { toQueue } from '../constructs/queue-target.ts';
import { tell } from '../constructs/tell.ts';
import type { DeployedPlaybook } from '../playbooks.ts';
import type { TasksStack } from './tasks.ts';

export interface WorkflowProps extends StackProps {
  readonly functions: TasksStack['functions'];
  readonly playbooks: readonly DeployedPlaybook[];
  readonly place: Omit<Place, 'url'>;
  /** Where links of questions lead. */
  readonly url: string;
}

const asl = (name: string): string =>
  readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');

/** The machines, and what wakes the sweeper and the delivery of messages. */
export class WorkflowStack extends Stack {
  readonly dead: Queue;
  /** Sends each execution that failed to `dead`. */
  readonly failures: Rule;

  constructor(scope: Construct, id: string, { functions, playbooks, place, url, ...props }: WorkflowProps) {
    super(scope, id, props);
    this.createMachines(functions, playbooks, place.store.key);
    const { queue: dead } = new DeadLetterQueue(this, 'DeadLetters', place.store.key);
    this.dead = dead;
    tell(this, { WorkflowDeadLettersUrl: dead.queueUrl });
    const whole = { ...place, url };
    const sweep = createTask(this, 'SweepFunction', whole);
    const deliver = createTask(this, 'DeliverFunction', whole);
    const eachMinute = { id: 'EachMinute', rate: Duration.minutes(1), dead };
    callEvery(sweep, eachMinute);
    callEvery(deliver, eachMinute);
    callForMessages(deliver, place.store.table, dead);
    this.failures = this.keepFailures(dead);
  }

  /** What no Catch can catch: machines that fail, time out or are stopped. */
  private keepFailures(dead: IQueue): Rule {
    return new Rule(this, 'FailedExecutions', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [{ prefix: machineArn(this, '') }],
        },
      },
      targets: [toQueue(dead, dead)],
    });
  }

  private createMachines(
    functions: TasksStack['functions'],
    playbooks: readonly DeployedPlaybook[],
    key: IKey,
  ): void {
    const named = (name: string): string => machineArn(this, name);
    const machines = {
      ResponseStateMachineArn: named('response'),
      ...Object.fromEntries(
        playbooks.map(({ playbook }) => [stateMachineOf(playbook.id), named(`playbook-${playbook.id}`)]),
      ),
    };
    const create = (name: string, definition: string, starts?: MachineProps['starts']) =>
      new Machine(this, name, { name, definition, functions, machines, key, ...(starts && { starts }) });
    create('triage', asl('triage'), { names: ['response'], waits: false });
    create('response', asl('response'), { names: ['playbook-*'], waits: true });
    for (const { playbook, definition } of playbooks) {
      const nested = definition.includes('startExecution.sync:2');
      create(
        `playbook-${playbook.id}`,
        definition,
        nested ? { names: ['playbook-*'], waits: true } : undefined,
      );
    }
  }
}

/** The stream has keys alone, and the function reads what they name. */
function callForMessages(fn: LambdaFunction, table: Table, dead: IQueue): void {
  fn.addEventSource(
    new DynamoEventSource(table, {
      startingPosition: StartingPosition.LATEST,
      batchSize: 10,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      bisectBatchOnError: true,
      onFailure: failuresTo(dead),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith('MESSAGE#') } } },
        }),
      ],
    }),
  );
}
