import type { FindingView, IncidentDetail } from '../../../../core/api/incidents.ts';
import type { TimelineEntry } from '../../../../core/records/timeline.ts';
import { Card } from '../../components/page.tsx';
import { Json } from '../../components/json.tsx';
import { Severity } from '../../components/severity.tsx';
import { Time } from '../../components/time.tsx';
import { describeChanges } from './timeline/describe-happening.ts';
import { describeRemote } from './describe-remote.ts';

export const Findings = ({ incident }: { readonly incident: IncidentDetail }) => (
  <Card aside={<span className="dim small">{describeCount(incident)}</span>} title="Findings">
    {incident.findings.map((view) => (
      <Finding changes={changesOf(view, incident.timeline)} key={view.finding.id} view={view} />
    ))}
  </Card>
);

const describeCount = ({ findings, findingCount }: IncidentDetail): string =>
  findings.length < findingCount ? `the first ${findings.length} of ${findingCount}` : String(findingCount);

interface Change {
  readonly at: string;
  readonly text: string;
}

/** What was different when the finding came again, as the timeline kept it. */
const changesOf = ({ finding }: FindingView, timeline: readonly TimelineEntry[]): readonly Change[] =>
  timeline
    .filter(({ kind, data }) => kind.startsWith('finding.') && data['finding'] === finding.id)
    .map(({ at, data }) => ({ at, text: describeChanges(data) }))
    .filter(({ text }) => text !== '');

interface FindingProps {
  readonly view: FindingView;
  readonly changes: readonly Change[];
}

function Finding({ view, changes }: FindingProps) {
  const { finding } = view;
  return (
    <article className="finding">
      <div className="row">
        <Severity {...finding.severity} />
        <h3 className="wrap-anywhere">{finding.title}</h3>
      </div>
      <p className="wrap-anywhere">{finding.description}</p>
      <Details {...view} />
      {changes.length > 0 && (
        <section>
          <h4>What changed between repeats</h4>
          <ul className="bullets">
            {changes.map(({ at, text }) => (
              <li key={at}>
                <Time at={at} />: {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      <details>
        <summary>Everything as JSON</summary>
        <Json value={view} what="the finding" />
      </details>
    </article>
  );
}

function Details({ finding, enrichment }: FindingView) {
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Type', finding.type],
    ['Detected by', `${finding.product}, seen ${finding.count} ${finding.count === 1 ? 'time' : 'times'}`],
    [
      'Actor',
      [finding.actor?.kind, finding.actor?.name, finding.actor?.accessKeyId].filter(Boolean).join(' '),
    ],
    ['Remote', finding.remotes.map((remote) => describeRemote(remote, enrichment)).join('; ')],
    ['ATT&CK', [...finding.attack.tactics, ...finding.attack.techniques].join(', ')],
    ['Criticality', enrichment.criticality],
    ['Exposed', describeExposure(enrichment.exposed)],
    ['Asked for', finding.asked === undefined ? '' : `by ${finding.asked.by}: ${finding.asked.reason}`],
    ['Not known', enrichment.gaps.map(({ source, reason }) => `${source}: ${reason}`).join('; ')],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      <dt>Last update</dt>
      <dd>
        <Time at={finding.updatedAt} />
      </dd>
    </dl>
  );
}

function describeExposure(exposed: boolean | undefined): string {
  if (exposed === undefined) return '';
  return exposed ? 'can be reached from the internet' : 'cannot be reached from the internet';
}
