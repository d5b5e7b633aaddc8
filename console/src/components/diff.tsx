import { type Change, findChanges } from './find-changes.ts';
import './diff.css';

interface DiffProps {
  readonly before: unknown;
  readonly after: unknown;
}

/** What changes, value by value: only what differs, each with its path. */
export function Diff({ before, after }: DiffProps) {
  const changes = findChanges(before, after);
  if (changes.length === 0) return <p className="dim">Nothing changes.</p>;
  return (
    <ul className="diff">
      {changes.map((change) => (
        <li key={change.path}>
          <code className="diff-path">{change.path}</code>
          <Values {...change} />
        </li>
      ))}
    </ul>
  );
}

/** Signs as well as colours: − is what goes, + what comes. */
const Values = ({ before, after }: Change) => (
  <div>
    {before !== null && (
      <del className="diff-old">
        <span className="visually-hidden">before: </span>
        {before}
      </del>
    )}
    {after !== null && (
      <ins className="diff-new">
        <span className="visually-hidden">after: </span>
        {after}
      </ins>
    )}
  </div>
);
