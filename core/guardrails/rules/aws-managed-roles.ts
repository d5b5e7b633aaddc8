import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

const managed = ['arn:*:iam::*:role/aws-service-role/*', 'arn:*:iam::*:role/aws-reserved/*'];
const named = ['AWSServiceRoleFor*', 'AWSReservedSSO_*'];

/**
 * Roles that belong to AWS services or to IAM Identity Center: IAM refuses to change them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const awsManagedRoles: Rule = {
  id: 'aws-managed-roles',
  phases: ['apply'],
  check({ arns, names, target }) {
    if (target.kind !== 'iam-role') return null;
    const match = findMatch(managed, arns) ?? findMatch(named, [target.id, ...names]);
    return match
      ? `${match.text} is a role that AWS manages and IAM lets nobody change; ` +
          'end its sessions in IAM Identity Center, or in the service that owns it'
      : null;
  },
};
