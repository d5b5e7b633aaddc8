import type { Plan } from '../../../core/plan.ts';
import { Badge } from '../components/badge.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Diff } from '../components/diff.tsx';
import { Json } from '../components/json.tsx';
import './plan.css';

/** All that one should know before one lets an action act: what feels it, what changes, and the exact calls. */
export function PlanView({ plan }: { readonly plan: Plan }) {
  const { blastRadius, before, after, calls, held, hash } = plan;
  return (
    <div className="plan">
      <p>
        {blastRadius.summary} {held && <Badge tone="info">held already: nothing more changes</Badge>}
      </p>
      <dl>
        {blastRadius.affected.length > 0 && (
          <>
            <dt>Also felt by</dt>
            <dd>
              <ul className="bullets">
                {blastRadius.affected.map(({ kind, id, why }) => (
                  <li key={`${kind} ${id}`}>
                    {kind} <code>{id}</code>: {why}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {blastRadius.limits.length > 0 && (
          <>
            <dt>What it will not stop</dt>
            <dd>
              <ul className="bullets">
                {blastRadius.limits.map((limit) => (
                  <li key={limit}>{limit}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>What changes</dt>
        <dd>
          <Diff after={after} before={before} />
        </dd>
      </dl>
      <Calls calls={calls} />
      <p className="dim small">
        Plan <code>{hash.slice(0, 12)}</code>
        <CopyButton text={hash} what="the hash of the plan" />
      </p>
    </div>
  );
}

/** The API calls, exactly as they are made; ids that do not exist yet stand in angle brackets. */
export function Calls({ calls }: Pick<Plan, 'calls'>) {
  if (calls.length === 0) return <p className="dim">No API calls.</p>;
  return (
    <details>
      <summary>
        {calls.length} exact API {calls.length === 1 ? 'call' : 'calls'}:{' '}
        <span className="dim">{calls.map(({ command }) => command).join(', ')}</span>
      </summary>
      <ol className="calls">
        {calls.map(({ service, command, input }, index) => (
          // The same call can come twice: its place is its name.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <code className="call-name">
              {service}:{command}
            </code>
            <Json value={input} what={`the input of ${command}`} />
          </li>
        ))}
      </ol>
    </details>
  );
}
