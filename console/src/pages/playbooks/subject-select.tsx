import { useId } from 'react';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import type { Subject } from './use-shadow-run.ts';
import '../../components/filters.css';

interface SubjectSelectProps {
  readonly value: Subject | null;
  readonly onChange: (subject: Subject | null) => void;
}

const RECENT = 30;

/** Which finding to try it on: the newest of a recent incident, or an example. */
export function SubjectSelect({ value, onChange }: SubjectSelectProps) {
  const id = useId();
  const incidents = useAnswer(endpoints.incidents({ limit: RECENT })).data?.items ?? [];
  const examples = useAnswer(endpoints.examples).data?.items ?? [];
  return (
    <div className="select">
      <label htmlFor={id}>Finding</label>
      <select
        id={id}
        onChange={({ target }) => onChange(readSubject(target.value))}
        value={writeSubject(value)}
      >
        <option value="">Choose one…</option>
        {incidents.length > 0 && (
          <optgroup label="Of an incident">
            {incidents.map((incident) => (
              <option key={incident.id} value={writeSubject({ incident: incident.id })}>
                {incident.type} on {incident.resource.id}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Examples">
          {examples.map((example) => (
            <option key={example.id} value={writeSubject({ example: example.id })}>
              {example.title}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

/** As the value of an option: `incident inc-1`. */
function writeSubject(subject: Subject | null): string {
  if (subject === null) return '';
  return 'incident' in subject ? `incident ${subject.incident}` : `example ${subject.example}`;
}

function readSubject(value: string): Subject | null {
  const [kind, ...rest] = value.split(' ');
  const id = rest.join(' ');
  if (id === '') return null;
  return kind === 'incident' ? { incident: id } : { example: id };
}
