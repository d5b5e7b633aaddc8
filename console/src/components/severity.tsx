import type { SeverityLabel } from '../../../core/finding.ts';
import './badge.css';

const order: readonly SeverityLabel[] = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** As AWS says it, but in a voice that does not shout. */
export const severityName: Readonly<Record<SeverityLabel, string>> = {
  INFORMATIONAL: 'Info',
  LOW: 'Low',
  MEDIUM: 'Medium',
  HIGH: 'High',
  CRITICAL: 'Critical',
};

/** A severity as bars that fill, its name, and a colour: any one of the three says it. */
export function Severity({ label }: { readonly label: SeverityLabel }) {
  const level = order.indexOf(label);
  return (
    <span className={`severity severity-${label.toLowerCase()}`}>
      <svg aria-hidden="true" height="12" viewBox="0 0 15 12" width="15">
        {[1, 2, 3, 4].map((bar) => (
          <rect
            className={bar <= level ? 'lit' : ''}
            height={bar * 3}
            key={bar}
            rx="0.5"
            width="3"
            x={(bar - 1) * 4}
            y={12 - bar * 3}
          />
        ))}
      </svg>
      {severityName[label]}
    </span>
  );
}
