import { Link } from 'wouter';
import type { IncidentDetail } from '../../../../core/api/incidents.ts';
import { ModeBadge } from '../../components/status.tsx';
import { Card } from '../../components/page.tsx';
import { executionPath } from '../executions/execution-link.tsx';

/** The playbooks that ran, and the executions behind it all. */
export const Runs = ({ incident: { playbooks, executions } }: { readonly incident: IncidentDetail }) => (
  <>
    <Card title="Playbooks">
      {playbooks.length === 0 && <p className="dim">None has run.</p>}
      <ul className="runs">
        {playbooks.map(({ playbook, revision, status, mode, execution }) => (
          <li key={`${playbook} ${revision}`}>
            <Link href={`/playbooks/${encodeURIComponent(playbook)}`}>{playbook}</Link>{' '}
            <ModeBadge mode={mode} />
            <p className="dim">
              {status}
              {revision > 1 && `, revision ${revision}`}
              {execution !== null && (
                <>
                  {' · '}
                  <Link href={executionPath(execution)}>its execution</Link>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
    <Card title="Executions">
      {executions.length === 0 && <p className="dim">None yet.</p>}
      <ul className="runs">
        {executions.map((execution) => (
          <li className="wrap-anywhere" key={executionPath(execution)}>
            {execution.machine}: <Link href={executionPath(execution)}>{execution.name}</Link>
          </li>
        ))}
      </ul>
    </Card>
  </>
);
