import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import * as securityhub from '@aws-sdk/client-securityhub';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';

/** By the names that the AWS CLI has for them. */
const services: Readonly<Record<string, object>> = {
  autoscaling,
  'cognito-idp': cognito,
  ec2,
  elb,
  elbv2,
  guardduty,
  iam,
  lambda,
  s3api: s3,
  s3control,
  securityhub,
  sns,
  stepfunctions: sfn,
};

export interface AwsCommand {
  readonly line: string;
  readonly service: string;
  readonly operation: string;
  readonly flags: readonly string[];
}

const toPascal = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
const toKebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** What the CLI calls otherwise, for it has an option of that name itself. */
const renamed: Readonly<Record<string, string>> = { 'notification-endpoint': 'endpoint' };

/** What the CLI and the SDK have in common: both are made from the same models. */
export function readAwsCommand(line: string): AwsCommand {
  const [, service = '', command = ''] = line.split(' ');
  const withoutValues = line.replaceAll(/'[^']*'/g, '');
  const flags = [...withoutValues.matchAll(/ --(?:no-)?([a-z-]+)/g)].map(
    ([, flag = '']) => renamed[flag] ?? flag,
  );
  return { line, service, operation: toPascal(command), flags };
}

/** The input's members, as the CLI spells them; null where the service has no such operation. */
export function flagsOf({ service, operation }: AwsCommand): readonly string[] | null {
  const made = services[service] as Record<string, new (input: object) => object> | undefined;
  const Command = made?.[`${operation}Command`];
  if (Command === undefined) return null;
  const { schema } = new Command({}) as { schema?: readonly unknown[] };
  const input = schema?.[4];
  const [, , , , members] = (typeof input === 'function' ? input() : input) as readonly unknown[];
  return (members as readonly string[]).map(toKebab);
}
