import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { idleRules } from './idle-rules.ts';
import { priceUsage } from './price-usage.ts';
import { type CostItem, type PriceFile, type PriceId, usdBeyondFree, usdOf } from './prices.ts';
import type { Resource, Stack } from './template.ts';
import { assumed, type MeasuredUsage } from './usage.ts';

export interface Volumes {
  /** A month, that no playbook answers. */
  readonly findings: number;
  /** A month, from the finding to its containment. */
  readonly contained: number;
  /** With the hub's own. */
  readonly regions: number;
  /** That are answered for, with the hub's own. */
  readonly accounts: number;
}

/** Dollars of one thing. A type, for it is JSON. */
export type CostLine = {
  readonly component: string;
  readonly price: PriceId;
  /** Where nothing happens. */
  readonly idle: number;
  readonly per1000Triaged: number;
  readonly per1000Contained: number;
};

export type CostEstimate = {
  readonly region: string;
  readonly date: string;
  readonly volumes: Volumes;
  readonly lines: readonly CostLine[];
  readonly total: Omit<CostLine, 'component' | 'price'>;
  /** Dollars of `total.idle` that are left where nothing else uses up AWS's free tier. */
  readonly idleBeyondFree: number;
  /** Dollars of the metrics that get values with the volumes. */
  readonly metrics: number;
  /** Dollars, with the volumes. */
  readonly month: number;
  readonly measured: MeasuredUsage;
  /** What AWS asks money for that does not hang on Tourniquet, and is not in here. */
  readonly elsewhere: readonly string[];
};

export interface CostQuestion {
  readonly stacks: readonly Stack[];
  readonly prices: PriceFile;
  readonly measured: MeasuredUsage;
  readonly volumes: Volumes;
}

/** @throws InvalidInput where a resource has no rule of what it costs. */
export function estimateCost({ stacks, prices, measured, volumes }: CostQuestion): CostEstimate {
  const idle = [...stacks.flatMap((stack) => priceStacks(stack, measured, volumes)), ownMetrics];
  const memoryOf = readMemory(stacks);
  const forwarded = forwardedBy(volumes);
  const triaged = [...priceUsage(measured.triaged, memoryOf), ...forwarded];
  const contained = [...priceUsage(measured.contained, memoryOf), ...forwarded];
  const sum = (items: readonly CostItem[], line: Pick<CostItem, 'component' | 'price'>, times: number) =>
    times *
    items
      .filter(({ component, price }) => component === line.component && price === line.price)
      .reduce((usd, item) => usd + usdOf(prices, item), 0);
  const lines = distinct([...idle, ...triaged, ...contained]).map((line) => ({
    ...line,
    idle: sum(idle, line, 1),
    per1000Triaged: sum(triaged, line, 1000),
    per1000Contained: sum(contained, line, 1000),
  }));
  const totalOf = (part: 'idle' | 'per1000Triaged' | 'per1000Contained') =>
    lines.reduce((usd, line) => usd + line[part], 0);
  const total = {
    idle: totalOf('idle'),
    per1000Triaged: totalOf('per1000Triaged'),
    per1000Contained: totalOf('per1000Contained'),
  };
  const metrics = usdOf(prices, { ...ownMetrics, quantity: countMetrics(volumes) });
  const month =
    total.idle +
    metrics +
    (volumes.findings * total.per1000Triaged + volumes.contained * total.per1000Contained) / 1000;
  const { region, date } = prices;
  const idleBeyondFree = usdBeyondFree(prices, idle);
  const elsewhere = listElsewhere(stacks);
  return { region, date, volumes, lines, total, idleBeyondFree, metrics, month, measured, elsewhere };
}

const ownMetrics: CostItem = {
  component: 'CloudWatch',
  price: 'cloudwatch.metric',
  quantity: assumed.metricsToldAlways,
};

/** AWS asks for a metric by the hours in which it got a value; at worst each finding has an hour of its own. */
function countMetrics({ findings, contained }: Volumes): number {
  const { hoursPerMonth, metricsOfTriaged, metricsOfContained } = assumed;
  const share = (count: number) => Math.min(1, count / hoursPerMonth);
  return metricsOfTriaged * share(findings + contained) + metricsOfContained * share(contained);
}

/** A stack, in each place where it stands. */
function priceStacks(stack: Stack, { eachMinute }: MeasuredUsage, volumes: Volumes): readonly CostItem[] {
  const times = countOf(stack, volumes);
  return stack.resources.flatMap((resource) => {
    const rule = ruleOf(stack, resource);
    const items = 'costs' in rule ? rule.costs(resource, { stack, eachMinute }) : [];
    return items.map((item) => ({ ...item, quantity: item.quantity * times }));
  });
}

function ruleOf({ name }: Stack, { id, type }: Resource) {
  const rule = Object.hasOwn(idleRules, type) ? idleRules[type] : undefined;
  if (rule !== undefined) return rule;
  throw new InvalidInput(
    `${name}/${id}: nothing says what a ${type} costs; add a rule to core/cost/idle-rules.ts`,
  );
}

/** What other accounts need stands in each of them, or in each of their Regions; everything else once. */
function countOf({ name }: Stack, { regions, accounts }: Volumes): number {
  if (!name.endsWith('Member')) return 1;
  return name.includes('Forward') ? accounts * regions : accounts;
}

/** Of a finding, where it comes from any of the Regions alike: the others send it to the hub's bus. */
const forwardedBy = ({ regions }: Volumes): readonly CostItem[] =>
  regions === 1
    ? []
    : [{ component: 'EventBridge', price: 'events.custom', quantity: (regions - 1) / regions }];

const Memory = z.looseObject({ MemorySize: z.number().default(128) });

function readMemory(stacks: readonly Stack[]): (name: string) => number {
  const functions = stacks.flatMap(({ resources }) =>
    resources.filter(({ type }) => type === 'AWS::Lambda::Function'),
  );
  return (name) => {
    const found = functions.find(({ id }) => id.startsWith(name));
    if (found === undefined) {
      throw new InvalidInput(`the templates have no ${name}, which the workflow calls; synthesise them anew`);
    }
    return Memory.parse(found.properties).MemorySize;
  };
}

function distinct(items: readonly CostItem[]): readonly Pick<CostItem, 'component' | 'price'>[] {
  const known = new Map(
    items.map(({ component, price }) => [`${component} ${price}`, { component, price }] as const),
  );
  return [...known.values()].toSorted((a, b) => (a.component < b.component ? -1 : 1));
}

function listElsewhere(stacks: readonly Stack[]): readonly string[] {
  const told = stacks.flatMap((stack) =>
    stack.resources.flatMap((resource) => {
      const rule = ruleOf(stack, resource);
      return 'elsewhere' in rule ? [`${resource.type}: ${rule.elsewhere}`] : [];
    }),
  );
  return [...new Set(told)];
}
