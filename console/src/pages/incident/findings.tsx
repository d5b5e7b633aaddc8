import type { FindingView, IncidentDetail } from '../../../../core/api/incidents.ts';
import { Card } from '../../components/page.tsx';
import { Fact } from '../../components/fact.tsx';
import { Json } from '../../components/json.tsx';
import { Severity } from '../../components/severity.tsx';
import { Time } from '../../components/time.tsx';
import { describeChange } from './timeline/describe-happening.ts';
import { describeFiles, describeRemote } from './describe-remote.ts';

export const Findings = ({ incident }: { readonly incident: IncidentDetail }) => (
  <Card aside={<span className="dim small">{describeCount(incident)}</span>} title="Findings">
    {incident.findings.map((view) => (
      <Finding key={view.finding.id} view={view} />
    ))}
  </Card>
);

const describeCount = ({ findings, findingCount }: IncidentDetail): string =>
  findings.length < findingCount ? `the first ${findings.length} of ${findingCount}` : String(findingCount);

function Finding({ view }: { readonly view: FindingView }) {
  const { finding, changes } = view;
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
          <strong>What changed between repeats</strong>
          <ul className="bullets">
            {changes.map((change) => (
              <li key={`${change.at} ${change.field}`}>
                <Time at={change.at} />: {describeChange(change)}
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
    ['Files', describeFiles(enrichment)],
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
        .map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      <Fact name="Last update">
        <Time at={finding.updatedAt} />
      </Fact>
    </dl>
  );
}

function describeExposure(exposed: boolean | undefined): string {
  if (exposed === undefined) return '';
  return exposed ? 'can be reached from the internet' : 'cannot be reached from the internet';
}
