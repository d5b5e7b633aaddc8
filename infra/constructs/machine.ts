import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, FileSystem, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { machineNameOnAws } from '../../core/machine-names.ts';
import { acknowledge, acknowledgeWildcards } from '../nag.ts';
import { executionArns, machineArn } from './machine-arns.ts';

export interface MachineProps {
  /** Short: `triage`. */
  readonly name: string;
  /** ASL text, with placeholders. */
  readonly definition: string;
  readonly functions: Readonly<Record<string, IFunction>>;
  /** Of its log. */
  readonly key: IKey;
  /** By placeholder: the ARNs of other machines. */
  readonly machines: Readonly<Record<string, string>>;
  /** Short names, `playbook-*` for all of them, of the machines that it starts; `waits`: and whose end it waits for. */
  readonly starts?: { readonly names: readonly string[]; readonly waits: boolean };
}

/** A Standard machine: reviewable, redrivable. Raw ASL comes with no permission, so each is given here. */
export class Machine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const { name, definition, starts, key } = props;
    const values = valuesOf(props);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineNameOnAws(name),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(writeDefinition(name, definition)),
      definitionSubstitutions: Object.fromEntries(values),
      // A playbook waits for people, and its own waits end by themselves.
      timeout: Duration.days(30),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${machineNameOnAws(name)}`,
          encryptionKey: key,
          retention: RetentionDays.ONE_YEAR,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        // Inputs hold task tokens.
        includeExecutionData: false,
      },
    });
    const called = [...values.keys()].filter((placeholder) => placeholder.endsWith('Function'));
    const resources = called.map((placeholder) => values.get(placeholder) ?? '');
    this.machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }));
    const starting = starts === undefined ? [] : startStatements(this, starts);
    for (const statement of starting) this.machine.addToRolePolicy(statement);
    acknowledgeWildcards(this.machine, starting);
    acknowledge(
      this.machine,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray and the delivery of logs know no resources',
    );
  }
}

/** As a file, for all of them together are more than a template may hold. */
function writeDefinition(name: string, definition: string): string {
  const file = join(FileSystem.mkdtemp('asl-'), `${name}.asl.json`);
  writeFileSync(file, definition);
  return file;
}

/** @throws where the machine names something that nothing provides. */
function valuesOf({ name, definition, functions, machines }: MachineProps): ReadonlyMap<string, string> {
  const placeholders = new Set(
    [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, placeholder = '']) => placeholder),
  );
  return new Map(
    [...placeholders].map((placeholder) => {
      const value = functions[placeholder]?.functionArn ?? machines[placeholder];
      if (value === undefined)
        throw new Error(`the machine ${name} names ${placeholder}, which nothing provides`);
      return [placeholder, value];
    }),
  );
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies */
function startStatements(scope: Construct, { names, waits }: NonNullable<MachineProps['starts']>) {
  const start = new PolicyStatement({
    actions: ['states:StartExecution'],
    resources: names.map((name) => machineArn(scope, name)),
  });
  if (!waits) return [start];
  return [
    start,
    new PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: names.map((name) => executionArns(scope, name)),
    }),
    new PolicyStatement({
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [
        Stack.of(scope).formatArn({
          service: 'events',
          resource: 'rule',
          resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
        }),
      ],
    }),
  ];
}
