import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CostEstimate, estimateCost } from '../../core/cost/estimate-cost.ts';
import { readStack, Template } from '../../core/cost/template.ts';
import { measureUsage } from '../../runtime/cost/measure-usage.ts';
import { readPrices } from '../../runtime/cli/read-prices.ts';
import { everything, synthesise } from './synthesise.ts';

const root = new URL('../../', import.meta.url);
let estimate: CostEstimate;

beforeAll(async () => {
  const stacks = Object.entries(synthesise()).map(([name, template]) =>
    readStack(name, Template.parse(template)),
  );
  const volumes = { findings: 1000, contained: 100, regions: 1, accounts: 1 };
  const [prices, measured] = await Promise.all([readPrices(), measureUsage()]);
  estimate = estimateCost({ stacks, prices, measured, volumes });
});

describe('what is deployed, by `tourniquet cost`', () => {
  it('costs at most $5 a month where nothing happens, and AWS gives what it gives each account', () => {
    expect(estimate.idleBeyondFree).toBeGreaterThan(1);
    expect(estimate.idleBeyondFree).toBeLessThanOrEqual(5);
  });

  it('costs $3 more at list prices for the dashboard, and then for alarms, traces and polling', () => {
    expect(estimate.total.idle).toBeLessThanOrEqual(7);
    const dashboard = estimate.lines.find(({ price }) => price === 'cloudwatch.dashboard');
    expect(dashboard?.idle).toBe(3);
  });

  it('costs at most $0.50 for 1,000 findings that are triaged', () => {
    expect(estimate.total.per1000Triaged).toBeGreaterThan(0.1);
    expect(estimate.total.per1000Triaged).toBeLessThanOrEqual(0.5);
  });

  it('costs at most $3 for 1,000 incidents that are contained', () => {
    expect(estimate.total.per1000Contained).toBeGreaterThan(estimate.total.per1000Triaged);
    expect(estimate.total.per1000Contained).toBeLessThanOrEqual(3);
  });

  it('was counted in runs that did what they stand for', () => {
    const { triaged, contained } = estimate.measured;
    expect(Object.keys(triaged.invocations)).toContain('StoreFunction');
    expect(Object.keys(triaged.invocations)).not.toContain('BeginPlaybookFunction');
    expect(contained.invocations).toMatchObject({ ActionsEc2Function: 8, CloseResponseFunction: 1 });
    expect(contained.executions).toBe(3);
  });
});

it('of everything that can be chosen has a price for each resource, and for a shard by the hour', async () => {
  const stacks = Object.entries(synthesise(everything)).map(([name, template]) =>
    readStack(name, Template.parse(template)),
  );
  const volumes = { findings: 0, contained: 0, regions: 1, accounts: 1 };
  const prices = await readPrices();
  const chosen = estimateCost({ stacks, prices, measured: estimate.measured, volumes });
  const shards = chosen.lines.find(({ price }) => price === 'kinesis.shard-hour');
  expect(shards?.idle).toBeCloseTo(730 * 0.015, 0);
  expect(chosen.total.idle).toBeGreaterThan(estimate.total.idle + 10);
});

describe('the README', () => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const [, ...quoted] =
    /idle \$(\d+\.\d\d) a month[^$]*\$(\d+\.\d\d) where[^$]*\$(\d+\.\d\d) for 1,000 findings[^$]*\$(\d+\.\d\d) for 1,000/.exec(
      readme.replaceAll('\n', ' '),
    ) ?? [];

  it.each([
    ['idle', 0, () => estimate.total.idle],
    ['idle beyond the free tier', 1, () => estimate.idleBeyondFree],
    ['1,000 triaged', 2, () => estimate.total.per1000Triaged],
    ['1,000 contained', 3, () => estimate.total.per1000Contained],
  ] as const)('quotes %s within a tenth', (_title, place, read) => {
    expect(Number(quoted[place]) / read()).toBeGreaterThan(0.9);
    expect(Number(quoted[place]) / read()).toBeLessThan(1.1);
  });
});
