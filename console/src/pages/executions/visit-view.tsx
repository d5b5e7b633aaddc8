import { Badge } from '../../components/badge.tsx';
import { describeDuration, describeExactly } from '../../components/describe-time.ts';
import { Json } from '../../components/json.tsx';
import { parseOrKeep } from '../../graph/json-members.ts';
import { describeRetries, statusLooks } from '../../graph/status.ts';
import type { Visit } from '../../graph/visits/visit.ts';
import { ExecutionLink } from './execution-link.tsx';
import { listChildren } from './started-executions.tsx';

interface VisitViewProps {
  readonly visit: Visit;
  /** Which it was: the state where the panel is about several, the number where there were several. */
  readonly name: string | null;
  readonly open: boolean;
}

/** One time in a state: when, how it ended, what went in and what came out. */
export function VisitView({ visit, name, open }: VisitViewProps) {
  const { status, retries, entered, exited } = visit;
  const { icon, tone, label } = statusLooks[status];
  return (
    <details className="visit" open={open}>
      <summary>
        {name !== null && <strong>{name}</strong>}
        <Badge icon={icon} tone={tone}>
          {label}
          {retries > 0 && `, ${describeRetries(retries)}`}
        </Badge>
        <span className="dim small" title={describeExactly(entered.at)}>
          {exited === null ? 'not left' : describeDuration(Date.parse(exited.at) - Date.parse(entered.at))}
        </span>
      </summary>
      <VisitDetails visit={visit} />
    </details>
  );
}

function VisitDetails({ visit: { entered, exited, failure, scheduled, events } }: { readonly visit: Visit }) {
  const payloads = [
    ['Input', entered.details['input']],
    ['Arguments', scheduled?.details['parameters']],
    ['Output', exited?.details['output']],
    ['Variables', exited?.details['assignedVariables']],
  ] as const;
  return (
    <div className="stack">
      {failure !== null && <Failure details={failure.details} />}
      {listChildren(events).map((child) => (
        <p className="small" key={child.name}>
          Started <ExecutionLink id={child} />
        </p>
      ))}
      {payloads.map(
        ([title, value]) =>
          value !== undefined && (
            <section key={title}>
              <h3>{title}</h3>
              <Json value={unpack(value)} what={title.toLowerCase()} />
            </section>
          ),
      )}
    </div>
  );
}

/** Payloads are JSON in text, and so is each variable. */
function unpack(value: unknown): unknown {
  if (typeof value === 'string') return parseOrKeep(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, typeof text === 'string' ? parseOrKeep(text) : text]),
  );
}

function Failure({ details }: { readonly details: Readonly<Record<string, unknown>> }) {
  const { error, cause } = details;
  return (
    <section>
      <h3>Error</h3>
      <p className="visit-error">
        {typeof error === 'string' && <strong>{error}</strong>}
        {typeof cause === 'string' && <span> {cause}</span>}
        {error === undefined && cause === undefined && 'It failed without saying why.'}
      </p>
    </section>
  );
}
