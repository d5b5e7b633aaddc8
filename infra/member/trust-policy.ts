import { functionRoleName } from '../deployment.ts';
import type { Later, Statement } from './statement.ts';

/** Of a function's role: for what it may enter accounts, as the names of its sessions begin. */
export const purposeTag = 'TourniquetSessions';

export interface Trusted {
  readonly hubAccount: string;
  /** Where the hub asks STS; from elsewhere nobody gets in, so that a rule there sees every entrance. */
  readonly hubRegion: Later;
  /** ARNs of who enters for any purpose; with wildcards. */
  readonly forAny: readonly Later[];
  readonly organisation: Later;
  readonly externalId: Later;
}

/**
 * Who may become the responder: named roles of the hub, of the same organisation, with the external id, and never without
 * a source identity, so that CloudTrail has the incident with each call.
 *
 * The account is the principal and the roles are a condition: a role that is named itself, and made anew, is no longer the
 * one that was trusted. A role that has no purpose in its tag gets in nowhere, for what is missing matches nothing. The
 * source identity is set by a permission of its own, whose context knows neither external id nor session name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function trustPolicy(trusted: Trusted): readonly Statement[] {
  const { hubAccount, forAny } = trusted;
  const ours = rolesOf(hubAccount, '*');
  const common = { Effect: 'Allow', Principal: { AWS: hubAccount } } as const;
  const identified = { 'sts:SourceIdentity': '?*' };
  const enter = (Sid: string, roles: readonly Later[], session: string): Statement => ({
    Sid,
    ...common,
    Action: 'sts:AssumeRole',
    Condition: {
      ArnLike: { 'aws:PrincipalArn': roles },
      StringLike: { ...identified, 'sts:RoleSessionName': session },
      StringEquals: {
        'aws:PrincipalOrgID': trusted.organisation,
        'sts:ExternalId': trusted.externalId,
        'aws:RequestedRegion': trusted.hubRegion,
      },
    },
  });
  return [
    enter('ForItsPurpose', [ours], `tourniquet-\${aws:PrincipalTag/${purposeTag}}*`),
    enter('ForAnyPurpose', forAny, 'tourniquet-*'),
    {
      Sid: 'WithTheIncident',
      ...common,
      Action: 'sts:SetSourceIdentity',
      Condition: { ArnLike: { 'aws:PrincipalArn': [ours, ...forAny] }, StringLike: identified },
    },
  ];
}

/** Of a function of the hub, in whatever Region it runs. */
export const rolesOf = (hubAccount: string, name: string): string =>
  `arn:*:iam::${hubAccount}:role/${functionRoleName(name, '*')}`;
