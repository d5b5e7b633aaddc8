import type { Template } from '../../infra/synthesise.ts';
import { isAllowed, type Policies } from './evaluate.ts';
import { createResolver, place } from './resolve-template.ts';
import type { Context, Policy, Request } from './statement.ts';

/** An account that the hub responds in. */
export const hub = place.account;
export const member = '444455556666';
export const responderArn = `arn:aws:iam::${member}:role/TourniquetResponder`;

/** The responder's policies as they would stand in a member account. */
export function readResponder(
  templates: Readonly<Record<string, Template>>,
  parameters: Readonly<Record<string, string>> = {},
) {
  const { resolve } = createResolver(templates, 'TourniquetMember', { HubAccount: hub, ...parameters });
  const { Boundary, Responder } = templates['TourniquetMember']?.Resources ?? {};
  const role = resolve(Responder?.Properties) as any;
  return {
    trust: role.AssumeRolePolicyDocument as Policy,
    identity: role.Policies.map(
      ({ PolicyDocument }: { PolicyDocument: Policy }) => PolicyDocument,
    ) as Policy[],
    boundary: (resolve(Boundary?.Properties) as any).PolicyDocument as Policy,
  };
}

export type Responder = ReturnType<typeof readResponder>;

/** A call that a session of the responder makes. */
export interface ResponderCall {
  readonly session: string;
  readonly action: string;
  readonly resource?: string;
  readonly context?: Context;
}

/** Whether a session of the responder may make a call. */
export function mayRespond(
  { identity, boundary }: Omit<Responder, 'trust'>,
  { session, action, resource = '*', context = {} }: ResponderCall,
  more: Partial<Policies> = {},
): boolean {
  const request: Request = {
    principal: `arn:aws:sts::${member}:assumed-role/TourniquetResponder/${session}`,
    action,
    resource,
    context: {
      'aws:userid': `AROAEXAMPLE:${session}`,
      'aws:PrincipalAccount': member,
      'aws:RequestedRegion': place.region,
      ...context,
    },
  };
  return isAllowed(request, { identity, boundary, ...more });
}
