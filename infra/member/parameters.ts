import { Aws, CfnCondition, CfnParameter, Fn, type ICfnConditionExpression, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Later } from './statement.ts';

/** What each account is told; all of it may be left out in the hub's own. */
export interface MemberParameters {
  readonly hubAccount: string;
  readonly hubRegion: string;
  /** Left out of the policy where it is not given. */
  readonly organisation: Later;
  readonly externalId: Later;
  readonly node: Later;
  /** The role stands in one Region alone: there IAM would refuse it a second time. */
  readonly isHome: CfnCondition;
  readonly workloadBoundary: Optional;
  readonly email: Optional;
}

export interface Optional {
  readonly value: string;
  readonly isGiven: CfnCondition;
}

/** Parameters of the Member stack, for one template goes out to all accounts. */
export function createParameters(scope: Construct, externalId: string | null): MemberParameters {
  const ask = (name: string, description: string, allowedPattern: string, given = ''): Optional => {
    const parameter = new CfnParameter(scope, name, {
      description,
      allowedPattern: `^(${allowedPattern})?$`,
      default: given,
    });
    return {
      value: parameter.valueAsString,
      isGiven: condition(scope, `Has${name}`, not(parameter.valueAsString)),
    };
  };
  const not = (value: string) => Fn.conditionNot(Fn.conditionEquals(value, ''));
  const account = ask('HubAccount', 'Where Tourniquet runs; empty: in this account', '\\d{12}');
  const region = ask(
    'HubRegion',
    'The Region that Tourniquet runs in; empty: this Region',
    '[a-z]{2,}(-[a-z]+)+-\\d',
  );
  const organisation = ask(
    'OrganisationId',
    'Of the organisation that the hub must be in; empty: any',
    'o-[a-z0-9]{10,32}',
  );
  const external = ask(
    'ExternalId',
    'As aws.externalId in the configuration',
    '[\\w+=,.@:/-]{2,1224}',
    externalId ?? '',
  );
  const node = ask(
    'NodePrincipal',
    'ARN of who runs "tourniquet serve --account aws" in the hub account, if anybody does',
    'arn:[\\w-]+:iam::\\d{12}:(role|user)/.+',
  );
  return {
    hubAccount: valueOr(account, Aws.ACCOUNT_ID),
    hubRegion: valueOr(region, Aws.REGION),
    organisation: valueOrNothing(organisation),
    externalId: valueOrNothing(external),
    node: valueOrNothing(node),
    isHome: condition(
      scope,
      'IsHome',
      Fn.conditionOr(Fn.conditionEquals(region.value, ''), Fn.conditionEquals(region.value, Aws.REGION)),
    ),
    workloadBoundary: ask(
      'WorkloadBoundary',
      'ARN of the permissions boundary without which no role is written to; empty: any role',
      'arn:[\\w-]+:iam::\\d{12}:policy/.+',
    ),
    email: ask('AlarmEmail', 'Who is told when the role is used by others', '[^@\\s]+@[^@\\s]+'),
  };
}

const condition = (scope: Construct, id: string, expression: ICfnConditionExpression) =>
  new CfnCondition(scope, id, { expression });

const valueOr = ({ value, isGiven }: Optional, otherwise: string): string =>
  Token.asString(Fn.conditionIf(isGiven.logicalId, value, otherwise));

const valueOrNothing = ({ value, isGiven }: Optional): Later =>
  Fn.conditionIf(isGiven.logicalId, value, Aws.NO_VALUE);
