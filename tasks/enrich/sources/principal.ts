import { ListAttachedRolePoliciesCommand, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import type { Enrichment } from '../../../core/enrichment.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Clients } from '../../aws-clients.ts';

type Principal = NonNullable<Enrichment['principal']>;

/** AWS managed policies that amount to everything, or to giving oneself everything. */
const privilegedPolicies = new Set(['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess']);

const isPrivileged = (policies: readonly { PolicyName?: string | undefined }[] | undefined): boolean =>
  (policies ?? []).some(({ PolicyName }) => PolicyName !== undefined && privilegedPolicies.has(PolicyName));

/** Whose credentials the finding is about, and whether they could do anything at all. */
export async function describePrincipal(
  finding: Finding,
  { iam }: Clients,
  abortSignal: AbortSignal,
): Promise<Principal | undefined> {
  for (const resource of finding.resources) {
    if (resource.kind === 'iam-user') {
      const command = new ListAttachedUserPoliciesCommand({ UserName: resource.userName });
      // Returns from the first principal: there is one call at most.
      // oxlint-disable-next-line no-await-in-loop
      const { AttachedPolicies } = await iam.send(command, { abortSignal });
      return { kind: 'iam-user', name: resource.userName, privileged: isPrivileged(AttachedPolicies) };
    }
    if (resource.kind === 'iam-role') {
      const command = new ListAttachedRolePoliciesCommand({ RoleName: resource.roleName });
      // oxlint-disable-next-line no-await-in-loop
      const { AttachedPolicies } = await iam.send(command, { abortSignal });
      return { kind: 'iam-role', name: resource.roleName, privileged: isPrivileged(AttachedPolicies) };
    }
  }
  const { actor } = finding;
  if (actor?.name === undefined) return undefined;
  return { kind: actor.kind, name: actor.name, ...(actor.kind === 'root' ? { privileged: true } : {}) };
}
