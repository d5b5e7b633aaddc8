import { Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DeployConfig } from '../../core/deploy-config.ts';
import { functionRoleName } from '../deployment.ts';
import type { FunctionSpec } from '../functions.ts';
import { purposeTag } from '../member/trust-policy.ts';
import { acknowledge } from '../nag.ts';

export interface TaskFunctionProps {
  readonly spec: FunctionSpec;
  /** The folder of its bundle. */
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Of its log. */
  readonly key: IKey;
  readonly vpc: DeployConfig['vpc'];
}

/** One function with a role, a log and nothing else of its own. */
export class TaskFunction extends Construct {
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    super(scope, id);
    const { spec, code, environment, statements, key, vpc } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', {
      roleName: functionRoleName(id, Stack.of(this).region),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Tourniquet: ${spec.entry}`,
    });
    if (spec.enters) Tags.of(role).add(purposeTag, spec.enters);
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
    if (vpc !== null) enter(vpc, this.fn, role);
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray takes segments, DynamoDB lists streams, and EC2 makes network interfaces, for no resource in particular',
    );
  }
}

/** By ids alone, for a VPC object of the CDK wants to know more than that. */
function enter(vpc: NonNullable<DeployConfig['vpc']>, fn: LambdaFunction, role: Role): void {
  (fn.node.defaultChild as CfnFunction).vpcConfig = {
    subnetIds: vpc.subnets,
    securityGroupIds: vpc.securityGroups,
  };
  // Lambda makes the interfaces with the function's role, and the function itself may not: its own code has a source ARN.
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice
  const network = new PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { Null: { 'lambda:SourceFunctionArn': 'true' } },
  });
  role.addToPolicy(network);
  const policy = role.node.tryFindChild('DefaultPolicy');
  if (policy !== undefined) fn.node.addDependency(policy);
}
