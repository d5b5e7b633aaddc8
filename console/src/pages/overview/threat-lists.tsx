import type { Overview } from '../../../../core/api/overview.ts';
import { Time } from '../../components/time.tsx';

interface ThreatListsProps {
  readonly lists: Overview['threatLists'];
}

/** Each feed with what is on it, how old that is, and what is wrong with it. */
export const ThreatLists = ({ lists }: ThreatListsProps) => (
  <ul className="threat-lists">
    {lists.map(({ name, entries, writtenAt, lookedAt, problem }) => (
      <li key={name}>
        <strong className="wrap-anywhere">{name}</strong>{' '}
        <span className="dim">
          {writtenAt === null ? (
            'was never read'
          ) : (
            <>
              {entries.toLocaleString('en')} {entries === 1 ? 'entry' : 'entries'}, written{' '}
              <Time at={writtenAt} />
            </>
          )}
          {lookedAt !== null && (
            <>
              , looked at <Time at={lookedAt} />
            </>
          )}
        </span>
        {problem !== null && <p className="wrap-anywhere">{problem}</p>}
      </li>
    ))}
  </ul>
);
