import type { CostEstimate } from '../../../core/cost/estimate-cost.ts';
import type { PriceFile } from '../../../core/cost/prices.ts';
import { assumed } from '../../../core/cost/usage.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';
import { wrapWords } from './wrap.ts';

const head = ['COMPONENT', 'IDLE $/MONTH', '$/1,000 TRIAGED', '$/1,000 CONTAINED'];
const usd = (value: number): string => value.toFixed(3);

/** A line for each service; what was counted and what was assumed stands below. */
export function renderCost(terminal: Terminal, estimate: CostEstimate, { prices }: PriceFile): string {
  const { lines, total, month, volumes, measured } = estimate;
  const services = [...Map.groupBy(lines, ({ component }) => component)].map(([component, of]) => {
    const sum = (part: 'idle' | 'per1000Triaged' | 'per1000Contained') =>
      of.reduce((all, line) => all + line[part], 0);
    return [component, usd(sum('idle')), usd(sum('per1000Triaged')), usd(sum('per1000Contained'))];
  });
  const totals = ['all', total.idle, total.per1000Triaged, total.per1000Contained];
  const { triaged, contained } = measured;
  const count = (names: Readonly<Record<string, number>>) => Object.values(names).reduce((a, b) => a + b, 0);
  const unseen = Object.entries(prices).filter(({ 1: { seen } }) => seen !== 'aws');
  const notes = [
    `Counted in a run of the workflow, for a finding that is triaged and one that is contained: ${triaged.transitions} and ${contained.transitions} state transitions, ${count(triaged.invocations) + 1} and ${count(contained.invocations) + 1} calls of functions, ${triaged.writeUnits} and ${contained.writeUnits} write units, ${triaged.messages} and ${contained.messages} messages.`,
    `Assumed: ${assumed.taskMs} ms for a task, ${assumed.actionMs} ms for one that calls AWS, ${assumed.idleMs} ms where there is nothing to do; ${assumed.bytesPerInvocation} bytes of log for a call and ${assumed.bytesPerEvent} for an event of an execution; one e-mail for a message; no look twice at what AWS takes its time for (3 transitions each); every function asks KMS each time.`,
    `Not counted: requests of people to the API, snapshots and what else containment leaves in the accounts, storage after the first month.${estimate.elsewhere.length === 0 ? '' : ` ${estimate.elsewhere.join('; ')}.`}`,
    `Prices of ${estimate.date} in ${estimate.region}. Not read on AWS's own pages: ${unseen.map(([id]) => id).join(', ')}.`,
  ];
  return [
    renderTable(terminal, head, [
      ...services,
      totals.map((cell) => terminal.paint('bold', typeof cell === 'number' ? usd(cell) : cell)),
    ]),
    '',
    ...wrapWords(
      terminal,
      `Idle, where nothing else in the account uses up AWS's free tier: $${estimate.idleBeyondFree.toFixed(2)} a month`,
    ),
    ...wrapWords(
      terminal,
      `${volumes.findings} triaged and ${volumes.contained} contained a month, ${volumes.regions} ${volumes.regions === 1 ? 'Region' : 'Regions'}, ${volumes.accounts} ${volumes.accounts === 1 ? 'account' : 'accounts'}: $${month.toFixed(2)} a month at list prices, of them $${estimate.metrics.toFixed(2)} for metrics`,
    ),
    '',
    ...notes.flatMap((note) => wrapWords(terminal, note)),
  ].join('\n');
}
