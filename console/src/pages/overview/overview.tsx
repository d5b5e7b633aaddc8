import type { Overview } from '../../../../core/api/overview.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { Select } from '../../components/filters.tsx';
import { Card, Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { useUrlState } from '../../components/use-url-state.ts';
import { SendExample } from '../incidents/send-example.tsx';
import { DaysChart } from './days-chart.tsx';
import { Figures } from './figures.tsx';
import { States } from './states-list.tsx';
import { Ranking } from './ranking.tsx';
import { ThreatLists } from './threat-lists.tsx';
import './overview.css';

const choices = ['7', '14', '30', '90'].map((value) => ({ value, label: `${value} days` }));

export function OverviewPage() {
  const [chosen, setDays] = useUrlState('days');
  const days = choices.some(({ value }) => value === chosen) ? chosen : '14';
  const query = useAnswer(endpoints.overview(Number(days)));
  return (
    <Page
      actions={<Select choices={choices} label="Of the last" onChange={setDays} value={days} />}
      title="Overview"
    >
      <Loaded lines={12} query={query}>
        {(overview) => (
          <>
            {overview.incidents === 0 ? <Quiet overview={overview} /> : <Board overview={overview} />}
            {overview.threatLists.length > 0 && (
              <Card title="Threat lists">
                <ThreatLists lists={overview.threatLists} />
              </Card>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface BoardProps {
  readonly overview: Overview;
}

/** A resource is named by its kind and its id. */
const idOf = (name: string): string => name.slice(name.indexOf(' ') + 1);

const Board = ({ overview }: BoardProps) => (
  <>
    {overview.partial && (
      <p className="dim">
        There were more incidents than are counted here: the figures are of the newest ones.
      </p>
    )}
    <Figures overview={overview} />
    <Card title="Incidents by day and severity">
      <DaysChart days={overview.days} />
    </Card>
    <div className="overview-lists">
      <Card title="Where they stand">
        <States states={overview.states} />
      </Card>
      <Card title="Most frequent types">
        <Ranking items={overview.topTypes} />
      </Card>
      <Card title="Most affected resources">
        <Ranking items={overview.topResources} searchOf={idOf} />
      </Card>
    </div>
  </>
);

function Quiet({ overview }: BoardProps) {
  const { account } = useSession();
  return (
    <>
      <Empty title="No incidents in these days">
        <p>Findings of GuardDuty and Security Hub become incidents as they arrive.</p>
        {account === 'simulated' && <SendExample />}
      </Empty>
      <Figures overview={overview} />
    </>
  );
}
