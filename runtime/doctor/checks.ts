import type { Check } from './check.ts';
import { approvalUrl } from './checks/approval-url.ts';
import { countries } from './checks/countries.ts';
import { database } from './checks/database.ts';
import { detections } from './checks/detections.ts';
import { guardDuty } from './checks/guardduty.ts';
import { permissions } from './checks/permissions.ts';
import { playbooks } from './checks/playbooks.ts';
import { quotas } from './checks/quotas.ts';
import { role } from './checks/role.ts';
import { securityHub } from './checks/security-hub.ts';
import { threatLists } from './checks/threat-lists.ts';
import { topics } from './checks/topics.ts';
import { webhooks } from './checks/webhooks.ts';

/** In the order in which they are told. */
export const checks: readonly Check[] = [
  playbooks,
  detections,
  database,
  countries,
  threatLists,
  webhooks,
  approvalUrl,
  topics,
  quotas,
  role,
  permissions,
  guardDuty,
  securityHub,
];
