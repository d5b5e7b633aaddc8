import type { Overview } from '../../../../core/api/overview.ts';
import { Time } from '../../components/time.tsx';

interface ThreatListsProps {
  readonly lists: Overview['threatLists'];
}

/** Each feed with what is on it, how old that is, and what is wrong with it. */
export const ThreatLists = ({ lists }: ThreatListsProps) => (
  <div className="table-frame">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">List</th>
          <th className="end" scope="col">
            Entries
          </th>
          <th scope="col">Written</th>
          <th scope="col">Looked at</th>
          <th scope="col">Problem</th>
        </tr>
      </thead>
      <tbody>
        {lists.map(({ name, entries, writtenAt, lookedAt, problem }) => (
          <tr key={name}>
            <th className="wrap-anywhere" scope="row">
              {name}
            </th>
            <td className="end">{entries.toLocaleString('en')}</td>
            <td>{writtenAt === null ? 'never read' : <Time at={writtenAt} />}</td>
            <td>{lookedAt === null ? '' : <Time at={lookedAt} />}</td>
            <td className="wrap-anywhere">{problem ?? 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
