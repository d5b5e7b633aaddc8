import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Overview } from '../../../../core/api/overview.ts';
import type { SeverityLabel } from '../../../../core/finding.ts';
import { severityName } from '../../components/severity.tsx';
import { describeDays, totalOf } from './describe-figures.ts';

/** From the ground up: what is gravest stands on top. */
const series: readonly (readonly [label: SeverityLabel, colour: string])[] = [
  ['INFORMATIONAL', 'var(--chart-informational)'],
  ['LOW', 'var(--chart-low)'],
  ['MEDIUM', 'var(--chart-medium)'],
  ['HIGH', 'var(--chart-high)'],
  ['CRITICAL', 'var(--chart-critical)'],
];

interface DaysProps {
  readonly days: Overview['days'];
}

/** In the text's colour: the swatch beside it has the bar's. */
const legend = (name: string | undefined) => <span className="legend">{name}</span>;

/** Bars by day; the same in a sentence and in a table, for who does not see them. */
export const DaysChart = ({ days }: DaysProps) => (
  <figure>
    <div aria-hidden="true" className="days-chart">
      <ResponsiveContainer height="100%" width="100%">
        <BarChart accessibilityLayer={false} data={days.map(({ day, counts }) => ({ day, ...counts }))}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="day"
            stroke="var(--text-dim)"
            tickFormatter={(day: string) => day.slice(5)}
            tickLine={false}
          />
          <YAxis
            allowDecimals={false}
            axisLine={false}
            stroke="var(--text-dim)"
            tickLine={false}
            width={36}
          />
          <Tooltip
            contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)', color: 'var(--text)' }}
            cursor={{ fill: 'var(--raised)' }}
          />
          <Legend formatter={legend} itemSorter={null} />
          {series.map(([label, colour]) => (
            <Bar
              dataKey={label}
              fill={colour}
              isAnimationActive={false}
              key={label}
              maxBarSize={48}
              name={severityName[label]}
              stackId="day"
              stroke="var(--surface)"
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
    <figcaption>
      <p className="small">{describeDays(days)}</p>
      <details>
        <summary>As a table</summary>
        <DaysTable days={days} />
      </details>
    </figcaption>
  </figure>
);

const DaysTable = ({ days }: DaysProps) => (
  <div className="table-frame">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Day (UTC)</th>
          {series.map(([label]) => (
            <th className="end" key={label} scope="col">
              {severityName[label]}
            </th>
          ))}
          <th className="end" scope="col">
            All
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{day.day}</th>
            {series.map(([label]) => (
              <td className="end" key={label}>
                {day.counts[label] ?? 0}
              </td>
            ))}
            <td className="end">{totalOf(day)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
