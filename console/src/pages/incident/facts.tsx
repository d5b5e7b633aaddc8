import { Link } from 'wouter';
import type { IncidentDetail } from '../../../../core/api/incidents.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { Card } from '../../components/page.tsx';
import { Time } from '../../components/time.tsx';

interface FactsProps {
  readonly incident: IncidentDetail;
}

export function Facts({ incident }: FactsProps) {
  const { resource, account, region, occurrences } = incident;
  return (
    <Card title="What it is about">
      <dl className="facts">
        <Fact name={resource.kind}>
          <code>{resource.id}</code>
          <CopyButton text={resource.id} what="the resource's id" />
        </Fact>
        <Fact name="Account">
          <Link href={`/incidents?account=${account}`}>
            <code>{account}</code>
          </Link>
        </Fact>
        <Fact name="Region">{region}</Fact>
        {momentsOf(incident).map(([name, at]) => (
          <Fact key={name} name={name}>
            <Time at={at} />
          </Fact>
        ))}
        <Fact name="Told">
          {occurrences} {occurrences === 1 ? 'time' : 'times'}
        </Fact>
        <Fact name="Standing">{describeStanding(incident)}</Fact>
      </dl>
      <Revisions incident={incident} />
    </Card>
  );
}

/** When it came how far, of what has come. */
function momentsOf({ firstSeen, lastSeen, milestones, releasedAt }: IncidentDetail) {
  const moments = [
    ['First seen', firstSeen],
    ['Taken up', milestones.acknowledged],
    ['A person asked', milestones.asked],
    ['Contained', milestones.contained],
    ['Released', releasedAt],
    ['Closed', milestones.closed],
    ['Last seen', lastSeen],
  ] as const;
  return moments.flatMap(([name, at]) => (typeof at === 'string' ? [[name, at] as const] : []));
}

/** What caps the mode of playbooks, or stops them. */
function describeStanding({ sample, trusted, archived }: IncidentDetail): string {
  const parts = [
    sample && 'a sample that AWS generated: accounts are never changed for it',
    archived && 'archived by the provider: it is not answered',
    !trusted && 'nobody vouched for the sender: every change is asked for',
  ].filter(Boolean);
  return parts.length === 0 ? 'vouched for by its source' : parts.join('; ');
}

const Revisions = ({ incident: { revisions } }: FactsProps) =>
  revisions.length > 1 && (
    <details>
      <summary>{revisions.length} revisions: how often it had to be looked at</summary>
      <dl className="facts">
        {revisions.map(({ number, reason, at }) => (
          <Fact key={number} name={String(number)}>
            {reason}, <Time at={at} />
          </Fact>
        ))}
      </dl>
    </details>
  );
