import { useParams } from 'wouter';
import type { IncidentDetail } from '../../../../core/api/incidents.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Card, Page } from '../../components/page.tsx';
import { Severity } from '../../components/severity.tsx';
import { Loaded } from '../../components/states.tsx';
import { IncidentStatus, RiskBadge } from '../../components/status.tsx';
import { Actions } from './actions.tsx';
import { Facts } from './facts.tsx';
import { Findings } from './findings.tsx';
import { IncidentButtons } from './incident-buttons.tsx';
import { Questions } from './questions.tsx';
import { Runs } from './runs.tsx';
import { Score } from './score.tsx';
import { Timeline } from './timeline/timeline.tsx';
import './incident.css';

const back = { href: '/incidents', label: 'Incidents' };

export function IncidentPage() {
  const { id } = useParams<{ id: string }>();
  const query = useAnswer(endpoints.incident(id));
  if (query.data === undefined)
    return (
      <Page back={back} title={id}>
        <Loaded lines={14} query={query}>
          {() => null}
        </Loaded>
      </Page>
    );
  const incident = query.data;
  return (
    <Page
      actions={<IncidentButtons incident={incident} />}
      back={back}
      lead={<Lead {...incident} />}
      title={incident.title}
    >
      <Loaded query={query}>{() => <Body incident={incident} />}</Loaded>
    </Page>
  );
}

const Lead = ({ id, status, reason, severity, risk, type }: IncidentDetail) => (
  <>
    <IncidentStatus status={status} />
    <Severity {...severity} />
    <RiskBadge {...risk} />
    <code>{type}</code>
    <span>
      <code>{id}</code>
      <CopyButton text={id} what="the incident's id" />
    </span>
    {reason !== null && <p className="incident-reason">{reason}</p>}
  </>
);

const Body = ({ incident }: { readonly incident: IncidentDetail }) => (
  <div className="incident">
    <div className="stack">
      <Questions approvals={incident.approvals} />
      <Actions incident={incident} />
      <Card title="Timeline" aside={<Chain {...incident} />}>
        <Timeline entries={incident.timeline} />
      </Card>
      <Findings incident={incident} />
    </div>
    <aside aria-label="About the incident" className="stack">
      <Score risk={incident.risk} />
      <Facts incident={incident} />
      <Runs incident={incident} />
    </aside>
  </div>
);

/** Whether the audit is as it was written: each line holds the hash of the one before. */
const Chain = ({ chain, timeline }: Pick<IncidentDetail, 'chain' | 'timeline'>) =>
  chain.whole ? (
    <span className="chain good">
      Hash chain whole: {timeline.length} lines{chain.from > 1 && `, from line ${chain.from} on`}
    </span>
  ) : (
    <strong className="chain bad" role="alert">
      Hash chain broken{chain.brokenAt === null ? '' : ` at line ${chain.brokenAt}`}: it was changed
      afterwards
    </strong>
  );
