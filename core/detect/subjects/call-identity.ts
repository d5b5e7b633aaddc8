import * as z from 'zod';
import type { Finding, Resource } from '../../finding.ts';
import type { Json } from '../../json.ts';
import { actorOf, principalResources } from '../../normalise/principal.ts';
import { resourcesOf } from '../../normalise/typed-resource.ts';
import { accountId, firstOf, name, part, text } from '../../normalise/wire.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const Identity = z.object({
  type: text,
  principalId: text,
  accountId,
  accessKeyId: name,
  userName: name,
  invokedBy: text,
  sessionContext: part(
    z.object({
      ec2RoleDelivery: text,
      sessionIssuer: part(z.object({ type: text, arn: name, userName: name })),
    }),
  ),
  inScopeOf: part(z.object({ issuerType: text, credentialsIssuedTo: name })),
});
type Identity = z.output<typeof Identity>;

export interface Caller {
  readonly resources: readonly Resource[];
  readonly actor: Finding['actor'];
}

/** Whose credentials made a call, and the instance or function that they were given to. */
export function readCaller(userIdentity: Json | undefined, userAgent: string | undefined): Caller {
  const identity = part(Identity).parse(userIdentity);
  const { type, principalId, accessKeyId, userName, accountId: account } = identity;
  const issuer = identity.sessionContext.sessionIssuer;
  const principal = principalResources(
    {
      accessKeyId,
      principalId,
      name: firstOf(userName, issuer.userName),
      type,
      roleArn: issuer.type === 'Role' ? issuer.arn : undefined,
    },
    account === undefined ? {} : { account },
  );
  return {
    resources: [...principal, ...instanceOf(identity), ...functionOf(identity)],
    actor: describeActor(identity, actorOf(principal, { userAgent })),
  };
}

/**
 * The session of an instance's role is named after the instance. Whoever assumes a role may name a session so too:
 * only where AWS says that the instance metadata service gave the credentials out is it that instance.
 */
function instanceOf({ principalId, accountId: account, sessionContext }: Identity): Resource[] {
  const [instanceId] = /(?<=:)i-[0-9a-f]{8,17}$/.exec(principalId ?? '') ?? [];
  if (sessionContext.ec2RoleDelivery === undefined || instanceId === undefined) return [];
  return resourcesOf({ type: 'AWS::EC2::Instance', uid: instanceId, account });
}

function functionOf({ inScopeOf: { issuerType, credentialsIssuedTo } }: Identity): Resource[] {
  return issuerType === 'AWS::Lambda::Function'
    ? resourcesOf({ type: issuerType, uid: credentialsIssuedTo })
    : [];
}

function describeActor({ type, invokedBy }: Identity, actor: Finding['actor']): Finding['actor'] {
  if (type === 'Root') return { ...actor, kind: 'root' };
  return type === 'AWSService' ? { ...actor, kind: 'aws-service', name: invokedBy } : actor;
}
