import { useState } from 'react';
import type { TimelineEntry } from '../../../../../core/records/timeline.ts';
import { Chips } from '../../../components/filters.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Json } from '../../../components/json.tsx';
import { describeExactly } from '../../../components/describe-time.ts';
import { describeHappening } from './describe-happening.ts';
import './timeline.css';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
}

/** The first part of a kind says what it is about. */
const areaOf = ({ kind }: TimelineEntry): string => kind.split('.')[0] ?? kind;

/** Everything that happened, oldest first, one line each; what exactly was recorded is a click away. */
export function Timeline({ entries }: TimelineProps) {
  const [areas, setAreas] = useState('');
  const choices = [...new Set(entries.map(areaOf))].map((value) => ({ value, label: value }));
  const chosen = areas.split(',').filter(Boolean);
  const shown = chosen.length === 0 ? entries : entries.filter((entry) => chosen.includes(areaOf(entry)));
  return (
    <>
      {choices.length > 1 && (
        <Chips choices={choices} label="What to show" onChange={setAreas} value={areas} />
      )}
      <ol className="timeline">
        {shown.map((entry, index) => (
          <Entry day={newDay(entry, shown[index - 1])} entry={entry} key={entry.sequence} />
        ))}
      </ol>
    </>
  );
}

/** The entry's day, where the one before it was on another. */
function newDay({ at }: TimelineEntry, before: TimelineEntry | undefined): string | null {
  const day = at.slice(0, 10);
  return before?.at.slice(0, 10) === day ? null : day;
}

interface EntryProps {
  readonly entry: TimelineEntry;
  readonly day: string | null;
}

function Entry({ entry, day }: EntryProps) {
  const { text, icon, tone } = describeHappening(entry);
  const [first = '', ...rest] = text.split('\n');
  return (
    <li>
      {day !== null && <p className="timeline-day">{day}</p>}
      <details>
        <summary className="timeline-line">
          <time dateTime={entry.at} title={describeExactly(entry.at)}>
            {entry.at.slice(11, 19)}
          </time>
          <span className={`timeline-icon tone-${tone}`}>
            <Icon name={icon} size={12} />
          </span>
          <span className="timeline-text">
            {first}
            {rest.length > 0 && ' …'}
          </span>
        </summary>
        <div className="timeline-data">
          {rest.length > 0 && <p className="timeline-full">{text}</p>}
          <p className="dim small">
            {entry.kind} · line {entry.sequence} · {entry.at} · hash <code>{entry.hash.slice(0, 12)}</code>
          </p>
          <Json value={entry.data} what={`the data of line ${entry.sequence}`} />
        </div>
      </details>
    </li>
  );
}
