import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CostEstimate, estimateCost } from '../../core/cost/estimate-cost.ts';
import { readStack, Template } from '../../core/cost/template.ts';
import { assumed } from '../../core/cost/usage.ts';
import { measureUsage } from '../../runtime/cost/measure-usage.ts';
import { readPrices } from '../../runtime/cli/read-prices.ts';
import { synthesise } from './synthesise.ts';

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
  it('costs at most $5 a month where nothing happens', () => {
    expect(estimate.total.idle).toBeGreaterThan(1);
    expect(estimate.total.idle).toBeLessThanOrEqual(5);
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

  it('knows how many metrics the functions publish', () => {
    const files = readdirSync(new URL('tasks/', root), { recursive: true, encoding: 'utf8' });
    const names = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const code = readFileSync(new URL(`tasks/${file}`, root), 'utf8');
        return [...code.matchAll(/addMetric\('(\w+)'/g)].map(([, name]) => name);
      });
    expect(new Set(names).size).toBe(assumed.customMetrics);
  });
});

describe('the README', () => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const [, ...quoted] =
    /idle \$(\d+\.\d\d) a month, \$(\d+\.\d\d) for 1,000 findings[^$]*\$(\d+\.\d\d) for 1,000/.exec(
      readme.replaceAll('\n', ' '),
    ) ?? [];

  it.each(['idle', 'per1000Triaged', 'per1000Contained'] as const)('quotes %s within a tenth', (part) => {
    const said = Number(quoted[['idle', 'per1000Triaged', 'per1000Contained'].indexOf(part)]);
    expect(said / estimate.total[part]).toBeGreaterThan(0.9);
    expect(said / estimate.total[part]).toBeLessThan(1.1);
  });
});
