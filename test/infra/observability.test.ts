import { describe, expect, it } from 'vitest';
import { metrics } from '../../core/metrics.ts';
import { ofType, synthesise } from './synthesise.ts';

const templates = synthesise();
/** Alarms of the hub see no queues of other accounts, whose own tell their own topic: `member-alarms.test.ts`. */
const { TourniquetMember: _member, ...hub } = templates;
const all = (type: string) => ofType(hub, type);
const alarms = all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const text = (value: unknown): string => JSON.stringify(value);
const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `tourniquet-${name}`);

/** What an alarm looks at, one by one. */
const looksAt = (alarm: Record<string, any>): any[] =>
  (alarm['Metrics'] as any[] | undefined)?.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : [])) ?? [
    alarm,
  ];

/** The page as CloudWatch gets it; what only a deployment knows is left out of it. */
const page = () => {
  const parts = all('AWS::CloudWatch::Dashboard').flatMap(
    ({ Properties }) => Properties['DashboardBody']['Fn::Join'][1] as unknown[],
  );
  const body = parts.map((part) => (typeof part === 'string' ? part : 'deployed')).join('');
  return JSON.parse(body) as {
    widgets: { x: number; y: number; width: number; height: number; type: string; properties: any }[];
  };
};

describe('each alarm', () => {
  it.each(alarms.map((alarm) => [alarm['AlarmName'] as string, alarm] as const))(
    '%s tells the urgent topic when it goes off and when it is over, in words of its own',
    (_name, alarm) => {
      for (const actions of [alarm['AlarmActions'], alarm['OKActions']]) {
        expect(actions).toHaveLength(1);
        expect(text(actions)).toMatch(/Urgent[\dA-F]{8}/);
      }
      expect((alarm['AlarmDescription'] as string).length).toBeGreaterThan(30);
    },
  );

  it('costs ten cents a metric, and all of them together less than the key and a half', () => {
    expect(alarms.flatMap(looksAt).length).toBeLessThanOrEqual(15);
    expect(all('AWS::CloudWatch::Dashboard').length).toBeLessThanOrEqual(3);
  });

  it('of a dead-letter queue is there for each of them', () => {
    const queues = all('AWS::SQS::Queue').filter(({ id }) => /DeadLetters/.test(id));
    const watched = text(
      alarms
        .filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible')
        .map(({ Dimensions }) => Dimensions),
    );
    expect(queues.length).toBeGreaterThanOrEqual(2);
    for (const { id } of queues) expect(watched).toContain(id);
  });

  it('goes off where the sweeper does not run, and no other one for want of figures', () => {
    expect(named('OldestOpenWork')).toMatchObject({ TreatMissingData: 'breaching', Threshold: 600 });
    const others = alarms.filter(({ AlarmName }) => AlarmName !== 'tourniquet-OldestOpenWork');
    expect(new Set(others.map(({ TreatMissingData }) => TreatMissingData))).toEqual(
      new Set(['notBreaching']),
    );
  });

  it.each([
    'TargetsExposed',
    'IngestionDeadLetters',
    'ProcessingDeadLetters',
    'BudgetsShut',
    'MessagesUnsent',
    'OldestOpenWork',
  ] as const)('of %s reads what functions tell, by its name and dimension', (name) => {
    expect(named(name)).toMatchObject({
      Namespace: 'Tourniquet',
      MetricName: name,
      Dimensions: [{ Name: 'service', Value: 'tourniquet' }],
    });
  });

  it('of failed executions counts what the rule matches that keeps them', () => {
    const rule = all('AWS::Events::Rule').find(({ id }) => id.startsWith('FailedExecutions'));
    expect(text(named('FailedExecutions')?.['Dimensions'])).toContain(rule?.id);
  });

  it('may be told through a topic that is encrypted', () => {
    const policies = all('AWS::SNS::TopicPolicy').map(({ Properties }) => text(Properties));
    expect(policies.filter((policy) => policy.includes('cloudwatch.amazonaws.com'))).toHaveLength(1);
  });
});

describe('the dashboard', () => {
  it('begins with what is wrong, and shows every figure that functions tell', () => {
    const { widgets } = page();
    expect(widgets.map(({ type }) => type).slice(0, 2)).toEqual(['text', 'alarm']);
    expect(widgets[1]?.properties.alarms).toHaveLength(alarms.length);
    for (const name of Object.keys(metrics)) expect(text(widgets)).toContain(`"${name}"`);
  });

  it('shows no more metrics than a dashboard that costs nothing may', () => {
    const shown = page().widgets.flatMap(({ properties }) => (properties.metrics as any[] | undefined) ?? []);
    const one = (metric: any[]): string => text(metric.filter((part) => typeof part === 'string'));
    expect(new Set(shown.map(one)).size).toBeLessThanOrEqual(50);
    expect(text(shown)).not.toContain('"expression"');
  });

  it('fills its rows and lets nothing overlap', () => {
    const rows = new Map<number, number>();
    for (const { x, y, width } of page().widgets) {
      expect(x).toBe(rows.get(y) ?? 0);
      rows.set(y, x + width);
    }
    expect(new Set(rows.values())).toEqual(new Set([24]));
  });
});
