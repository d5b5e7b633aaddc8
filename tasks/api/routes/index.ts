import type { ApiPorts } from '../ports.ts';
import type { Route } from '../route.ts';
import { approvalRoutes } from './approvals.ts';
import { controlRoutes } from './controls.ts';
import { deadLetterRoutes } from './dead-letters.ts';
import { executionRoutes } from './executions.ts';
import { actionRoutes } from './actions.ts';
import { exportRoutes } from './exports.ts';
import { findingRoutes } from './findings.ts';
import { healthRoutes } from './health.ts';
import { incidentRoutes } from './incidents.ts';
import { liveRoutes } from './live.ts';
import { logRoutes } from './logs.ts';
import { overviewRoutes } from './overview.ts';
import { playbookRoutes } from './playbooks.ts';
import { sessionRoutes } from './session.ts';

/** Every route of the API. A concern that is new adds a line here. */
export const declareRoutes = (ports: ApiPorts): readonly Route[] => [
  ...healthRoutes(),
  ...sessionRoutes(ports),
  ...liveRoutes(ports),
  ...findingRoutes(ports),
  ...overviewRoutes(ports),
  ...exportRoutes(ports),
  ...incidentRoutes(ports),
  ...approvalRoutes(ports),
  ...executionRoutes(ports),
  ...logRoutes(ports),
  ...deadLetterRoutes(ports),
  ...controlRoutes(ports),
  ...playbookRoutes(ports),
  ...actionRoutes(),
];
