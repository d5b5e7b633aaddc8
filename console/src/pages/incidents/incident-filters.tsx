import { severityName } from '../../components/severity.tsx';
import { Chips, Filters, SearchBox, Select, TextFilter } from '../../components/filters.tsx';
import { incidentLooks } from '../../components/status.tsx';
import { useUrlState } from '../../components/use-url-state.ts';

const statuses = Object.entries(incidentLooks).map(([value, { label }]) => ({ value, label }));
const severities = Object.entries(severityName)
  .map(([value, label]) => ({ value, label }))
  .toReversed();
const levels = [
  { value: '', label: 'Any' },
  { value: 'HIGH', label: 'High' },
  { value: 'MEDIUM,HIGH', label: 'Medium and high' },
  { value: 'LOW', label: 'Low' },
];

export function IncidentFilters() {
  const [q, setQ] = useUrlState('q');
  const [status, setStatus] = useUrlState('status');
  const [severity, setSeverity] = useUrlState('severity');
  const [level, setLevel] = useUrlState('level');
  const [account, setAccount] = useUrlState('account');
  return (
    <Filters>
      <SearchBox label="Search title, type, resource or id" onChange={setQ} value={q} />
      <Select choices={levels} label="Risk" onChange={setLevel} value={level} />
      <TextFilter label="Account" onChange={setAccount} placeholder="any" value={account} />
      <Chips choices={severities} label="Severity" onChange={setSeverity} value={severity} />
      <Chips choices={statuses} label="Status" onChange={setStatus} value={status} />
    </Filters>
  );
}
