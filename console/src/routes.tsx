import { type ComponentType, lazy } from 'react';
import { Route, Switch } from 'wouter';
import { NotFound } from './pages/not-found/not-found.tsx';

/** A page of its own chunk: what one does not look at is not loaded. */
const load = <Module extends Record<Name, ComponentType>, Name extends string>(
  module: () => Promise<Module>,
  name: Name,
) => lazy(async () => ({ default: (await module())[name] as ComponentType }));

const Overview = load(async () => await import('./pages/overview/overview.tsx'), 'OverviewPage');
const Incidents = load(async () => await import('./pages/incidents/incidents.tsx'), 'IncidentsPage');
const Incident = load(async () => await import('./pages/incident/incident.tsx'), 'IncidentPage');
const Approvals = load(async () => await import('./pages/approvals/approvals.tsx'), 'ApprovalsPage');
const Approval = load(async () => await import('./pages/approval/approval.tsx'), 'ApprovalPage');
const Executions = load(async () => await import('./pages/executions/executions.tsx'), 'ExecutionsPage');
const Execution = load(async () => await import('./pages/executions/execution.tsx'), 'ExecutionPage');
const Playbooks = load(async () => await import('./pages/playbooks/playbooks.tsx'), 'PlaybooksPage');
const Playbook = load(async () => await import('./pages/playbooks/playbook.tsx'), 'PlaybookPage');
const NewPlaybook = load(async () => await import('./pages/playbooks/new-playbook.tsx'), 'NewPlaybookPage');
const Messages = load(async () => await import('./pages/messages/messages.tsx'), 'MessagesPage');
const DeadLetters = load(async () => await import('./pages/letters/dead-letters.tsx'), 'DeadLettersPage');
const DeadLetter = load(async () => await import('./pages/letters/dead-letter.tsx'), 'DeadLetterPage');

/** Which address shows which page. Pages read their own parameters (`useParams`). */
export const Routes = () => (
  <Switch>
    <Route component={Overview} path="/" />
    <Route component={Incidents} path="/incidents" />
    <Route component={Incident} path="/incidents/:id" />
    <Route component={Approvals} path="/approvals" />
    <Route component={Approval} path="/approvals/:id" />
    <Route component={Executions} path="/executions" />
    <Route component={Execution} path="/executions/:machine/:name" />
    <Route component={Playbooks} path="/playbooks" />
    <Route component={NewPlaybook} path="/playbooks/new" />
    <Route component={Playbook} path="/playbooks/:id" />
    <Route component={Messages} path="/messages" />
    <Route component={DeadLetters} path="/dead-letters" />
    <Route component={DeadLetter} path="/dead-letters/:id" />
    <Route component={NotFound} />
  </Switch>
);
