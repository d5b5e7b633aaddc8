import { Link } from 'wouter';
import type { IncidentState } from '../../../../core/api/incidents.ts';
import type { Overview } from '../../../../core/api/overview.ts';
import { IncidentStatus, incidentLooks } from '../../components/status.tsx';

const isState = (name: string): name is IncidentState => Object.hasOwn(incidentLooks, name);

/** How many incidents stand where. */
export const States = ({ states }: Pick<Overview, 'states'>) => (
  <ul className="states">
    {states.map(({ name, count }) => (
      <li key={name}>
        <Link href={`/incidents?status=${encodeURIComponent(name)}`}>
          {isState(name) ? <IncidentStatus status={name} /> : name}
        </Link>
        <span>{count}</span>
      </li>
    ))}
  </ul>
);
