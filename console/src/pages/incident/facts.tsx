import { Link } from 'wouter';
import type { IncidentDetail } from '../../../../core/api/incidents.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Card } from '../../components/page.tsx';
import { Time } from '../../components/time.tsx';

export function Facts({ incident }: { readonly incident: IncidentDetail }) {
  const { resource, account, region, firstSeen, lastSeen, occurrences, revisions, releasedAt } = incident;
  return (
    <Card title="What it is about">
      <dl className="facts">
        <dt>{resource.kind}</dt>
        <dd>
          <code>{resource.id}</code>
          <CopyButton text={resource.id} what="the resource's id" />
        </dd>
        <dt>Account</dt>
        <dd>
          <Link href={`/incidents?account=${account}`}>
            <code>{account}</code>
          </Link>
        </dd>
        <dt>Region</dt>
        <dd>{region}</dd>
        <dt>First seen</dt>
        <dd>
          <Time at={firstSeen} />
        </dd>
        <dt>Last seen</dt>
        <dd>
          <Time at={lastSeen} />
        </dd>
        <dt>Told</dt>
        <dd>
          {occurrences} {occurrences === 1 ? 'time' : 'times'}
        </dd>
        {releasedAt !== null && (
          <>
            <dt>Released</dt>
            <dd>
              <Time at={releasedAt} />
            </dd>
          </>
        )}
        <dt>Standing</dt>
        <dd>{describeStanding(incident)}</dd>
      </dl>
      {revisions.length > 1 && (
        <details>
          <summary>{revisions.length} revisions: how often it had to be looked at</summary>
          <dl className="facts">
            {revisions.map(({ number, reason, at }) => [
              <dt key={`${number} number`}>{number}</dt>,
              <dd key={number}>
                {reason}, <Time at={at} />
              </dd>,
            ])}
          </dl>
        </details>
      )}
    </Card>
  );
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
