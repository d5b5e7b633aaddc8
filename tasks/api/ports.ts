import type { Context } from 'hono';
import type { Person } from '../../core/api/session.ts';
import type { Limits } from './limits.ts';
import type { ApprovalPagePorts } from './pages/approval-pages.ts';
import type { ApprovalPorts } from './routes/approvals.ts';
import type { ControlPorts } from './routes/controls.ts';
import type { DeadLetterPorts } from './routes/dead-letters.ts';
import type { ExecutionPorts } from './routes/executions.ts';
import type { PlaybookPorts } from './playbooks/shelf.ts';
import type { ExportPorts } from './routes/exports.ts';
import type { FindingPorts } from './routes/findings.ts';
import type { IncidentPorts } from './routes/incidents.ts';
import type { LivePorts } from './routes/live.ts';
import type { LogPorts } from './routes/logs.ts';
import type { OverviewPorts } from './routes/overview.ts';
import type { SessionPorts } from './routes/session.ts';

/** Who sent a request; null: nobody that is known here. */
export type Identify = (context: Context) => Promise<Person | null>;

/** What the frame itself needs, whatever the routes. */
export interface FramePorts {
  readonly identify: Identify;
  readonly limits: Limits;
  /** Whom a request came from, as far as it can be known. */
  readonly addressOf: (context: Context) => string | undefined;
  /** Where people reach this besides under the name that a request has: in front of a proxy that gives it another one. */
  readonly origins: readonly string[];
  /** Faults are told here, never to who asked. */
  readonly onFault: (error: Error) => void;
}

/** Everything that the API works with. A concern that is new adds its own ports here. */
export interface ApiPorts
  extends
    FramePorts,
    ApprovalPagePorts,
    ApprovalPorts,
    ControlPorts,
    DeadLetterPorts,
    ExecutionPorts,
    ExportPorts,
    FindingPorts,
    IncidentPorts,
    LivePorts,
    LogPorts,
    OverviewPorts,
    PlaybookPorts,
    SessionPorts {}
