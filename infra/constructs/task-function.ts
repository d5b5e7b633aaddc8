import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionSpec } from '../functions.ts';
import { acknowledge } from '../nag.ts';

export interface TaskFunctionProps {
  readonly spec: FunctionSpec;
  /** The folder of its bundle. */
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
}

/** One function with a role, a log and nothing else of its own. */
export class TaskFunction extends Construct {
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, { spec, code, environment, statements }: TaskFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', {
      // By name, so that the trust policy of the responder role in each account can name it.
      roleName: `${roleNamePrefix}${id}-${Stack.of(this).region}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Tourniquet: ${spec.entry}`,
    });
    logGroup.grantWrite(role);
    for (const statement of statements) role.addToPolicy(statement);
    this.fn = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: spec.memoryMb ?? 256,
      timeout: Duration.seconds(spec.timeoutSeconds ?? 30),
      tracing: Tracing.ACTIVE,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...environment },
      role,
      logGroup,
    });
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray takes segments, and DynamoDB lists streams, for no resource in particular',
    );
  }
}

const roleNamePrefix = 'tourniquet-';
