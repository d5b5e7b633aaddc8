import type { PlaybookProblem } from '../../../../core/api/playbooks.ts';
import { lineOf } from './problem-places.ts';

interface ProblemsProps {
  readonly problems: readonly PlaybookProblem[];
  readonly text: string;
  /** Shows a place in the text. */
  readonly onGo: (from: number, to: number) => void;
}

/** What is wrong, in words, with a way there. */
export function Problems({ problems, text, onGo }: ProblemsProps) {
  return (
    <ul aria-label="Problems" className="problems">
      {problems.map((problem) => {
        const { pointer, message, remedy, from, to } = problem;
        return (
          <li key={`${pointer} ${message}`}>
            {from === null ? (
              <code>{pointer}</code>
            ) : (
              <button className="as-link" onClick={() => onGo(from, to ?? from)} type="button">
                Line {lineOf(text, from)} <code>{pointer}</code>
              </button>
            )}
            <p>
              {message}
              {remedy !== null && <span className="dim"> ({remedy})</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
