import {
  Annotations,
  Aws,
  CfnOutput,
  DefaultStackSynthesizer,
  Fn,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { functions } from '../functions.ts';
import { MemberAlarms } from '../member/alarms.ts';
import { boundaryName, boundaryStatements, needsBoundary } from '../member/boundary.ts';
import { unsaidPatterns } from '../member/guardrail-patterns.ts';
import { createParameters, type MemberParameters } from '../member/parameters.ts';
import { responderPolicies } from '../member/responder-policies.ts';
import { toPolicy } from '../member/statement.ts';
import { rolesOf, trustPolicy } from '../member/trust-policy.ts';
import { acknowledge } from '../nag.ts';

export interface MemberProps extends StackProps {
  readonly config: Deployment['config'];
}

interface RoleName {
  /** With slashes at both ends. */
  readonly path: string;
  readonly name: string;
}

interface ResponderProps extends RoleName {
  readonly boundary: CfnManagedPolicy;
  readonly policies: CfnRole.PolicyProperty[];
}

/**
 * The responder role of one account, the most that it may ever do, and who hears when others use it. The template stands
 * alone, without assets and bootstrap, and is the same for every account: it goes out as a StackSet.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: MemberProps) {
    super(scope, id, {
      ...props,
      description: 'Tourniquet: the role by which it responds in this account',
      // No resource beside those that are read here: the template goes through many hands.
      analyticsReporting: false,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const { role, externalId } = config.aws;
    const parameters = createParameters(this, externalId);
    const boundary = createBoundary(this, role, parameters);
    const policies = responderPolicies(catalog, config.guardrails);
    const responder = createResponder(this, { ...splitRole(role), boundary, policies }, parameters);
    new MemberAlarms(this, 'Alarms', {
      roleArn: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role}`,
      roleName: splitRole(role).name,
      hubAccount: parameters.hubAccount,
      email: parameters.email,
    });
    new CfnOutput(this, 'RoleArn', { value: responder.attrArn, condition: parameters.isHome });
    for (const pattern of unsaidPatterns(config.guardrails.protected)) {
      Annotations.of(this).addWarningV2(
        `tourniquet:${pattern}`,
        `IAM cannot say ${JSON.stringify(pattern)} of guardrails.protected: Tourniquet holds to it, the responder's own policies do not`,
      );
    }
  }
}

function splitRole(role: string): RoleName {
  const at = role.lastIndexOf('/') + 1;
  return { path: at === 0 ? '/' : `/${role.slice(0, at)}`, name: role.slice(at) };
}

function createBoundary(
  scope: Construct,
  role: string,
  { isHome, workloadBoundary }: MemberParameters,
): CfnManagedPolicy {
  const ifGiven = Fn.conditionIf(
    workloadBoundary.isGiven.logicalId,
    needsBoundary(workloadBoundary.value),
    Aws.NO_VALUE,
  );
  const boundary = new CfnManagedPolicy(scope, 'Boundary', {
    managedPolicyName: boundaryName(role),
    description: 'The most that the responder role of Tourniquet may do',
    policyDocument: toPolicy([...boundaryStatements(catalog, role), ifGiven]),
  });
  boundary.cfnOptions.condition = isHome;
  const reason = 'a boundary gives nothing: it starts with everything, and takes away all that is not listed';
  acknowledge(boundary, 'AwsSolutions-IAM5[Action::*]', reason);
  acknowledge(boundary, 'AwsSolutions-IAM5[Resource::*]', reason);
  return boundary;
}

function createResponder(
  scope: Construct,
  { path, name, boundary, policies }: ResponderProps,
  { isHome, node, ...parameters }: MemberParameters,
): CfnRole {
  const forAnything = Object.entries(functions)
    .filter(([, { enters }]) => enters === '')
    .map(([id]) => rolesOf(parameters.hubAccount, id));
  const responder = new CfnRole(scope, 'Responder', {
    path,
    roleName: name,
    description: 'Tourniquet responds to incidents with it',
    // Of credentials that came of a role, no session is longer.
    maxSessionDuration: 3600,
    permissionsBoundary: boundary.ref,
    policies,
    assumeRolePolicyDocument: toPolicy(
      trustPolicy({
        ...parameters,
        forAny: [...forAnything, node],
      }),
    ),
  });
  responder.cfnOptions.condition = isHome;
  acknowledge(
    responder,
    'AwsSolutions-IAM5[Resource::*]',
    'a finding may be about any resource; the boundary says which are left alone',
  );
  return responder;
}
