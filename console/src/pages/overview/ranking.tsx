import { Link } from 'wouter';
import type { Overview } from '../../../../core/api/overview.ts';

interface RankingProps {
  /** What to search incidents for; it is the name itself, unless that says more than an incident's one field does. */
  readonly searchOf?: (name: string) => string;
  readonly items: Overview['topTypes'];
}

const asItIs = (name: string): string => name;

/** Names by how often they come, each leading to its incidents. The bars only repeat the numbers. */
export function Ranking({ items, searchOf = asItIs }: RankingProps) {
  const most = Math.max(1, ...items.map(({ count }) => count));
  if (items.length === 0) return <p className="dim">None.</p>;
  return (
    <ol className="ranking">
      {items.map(({ name, count }) => (
        <li key={name}>
          <Link className="wrap-anywhere" href={`/incidents?q=${encodeURIComponent(searchOf(name))}`}>
            {name}
          </Link>
          <span>{count}</span>
          <span aria-hidden="true" className="ranking-bar" style={{ width: `${(100 * count) / most}%` }} />
        </li>
      ))}
    </ol>
  );
}
