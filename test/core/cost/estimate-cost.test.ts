import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimateCost, type Volumes } from '../../../core/cost/estimate-cost.ts';
import { PriceFile } from '../../../core/cost/prices.ts';
import { readStack, Template } from '../../../core/cost/template.ts';
import type { MeasuredUsage, Usage } from '../../../core/cost/usage.ts';

const prices = PriceFile.parse(
  JSON.parse(readFileSync(new URL('../../../docs/prices-us-east-1.json', import.meta.url), 'utf8')),
);
const nothing: Usage = {
  transitions: 0,
  executions: 0,
  historyEvents: 0,
  invocations: {},
  rawBytes: 0,
  messages: 0,
  requests: 0,
  readUnits: 0,
  writeUnits: 0,
  storedBytes: 0,
};
const reading = { requests: 4, readUnits: 4, writeUnits: 0, storedBytes: 0 };
const measured: MeasuredUsage = {
  triaged: nothing,
  contained: { ...nothing, transitions: 40, messages: 2, invocations: { ActionsEc2Function: 8 } },
  eachMinute: { SweepFunction: reading, DeliverFunction: { ...reading, readUnits: 1 } },
};
const quiet: Volumes = { findings: 0, contained: 0, regions: 1, accounts: 1 };

const lambda = (MemorySize: number) => ({ Type: 'AWS::Lambda::Function', Properties: { MemorySize } });
const functions = {
  IntakeFunction1: lambda(256),
  DeliverFunction1: lambda(256),
  ActionsEc2Function1: lambda(512),
  SweepFunction1: lambda(256),
};
const estimate = (resources: Record<string, object>, volumes = quiet, name = 'TourniquetHub') =>
  estimateCost({
    stacks: [
      readStack('TourniquetTasks', Template.parse({ Resources: functions })),
      readStack(name, Template.parse({ Resources: resources })),
    ],
    prices,
    measured,
    volumes,
  });
const idleOf = (resources: Record<string, object>, component: string) =>
  estimate(resources)
    .lines.filter((line) => line.component === component)
    .reduce((sum, { idle }) => sum + idle, 0);

describe('what a stack costs where nothing happens', () => {
  const stat = { MetricStat: {} };
  it.each([
    ['a key', { Type: 'AWS::KMS::Key' }, 'KMS', 1],
    ['an alarm', { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } }, 'CloudWatch', 0.4],
    [
      'an alarm over three metrics and a sum',
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [stat, stat, stat, { Expression: 'a+b' }] } },
      'CloudWatch',
      0.6,
    ],
    ['a dashboard', { Type: 'AWS::CloudWatch::Dashboard' }, 'CloudWatch', 3.3],
    ['a queue that a function reads', { Type: 'AWS::Lambda::EventSourceMapping' }, 'SQS', 0.2628],
    [
      'a stream that a function reads',
      { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'LATEST' } },
      'SQS',
      0,
    ],
    ['a role', { Type: 'AWS::IAM::Role' }, 'IAM', 0],
  ])('%s', (_title, resource, component, usd) => {
    expect(idleOf({ One: resource }, component)).toBeCloseTo(usd, 6);
  });

  it.each([
    ['rate(1 minute)', 43_800],
    ['rate(5 minutes)', 8760],
    ['rate(1 hour)', 730],
    ['rate(1 day)', 43_800 / 1440],
    ['cron(0 12 * * ? *)', 43_800],
  ])('a schedule of %s is %d calls of its function', (ScheduleExpression, calls) => {
    const { lines } = estimate({
      SweepFunctionAB: lambda(1024),
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression, Targets: [{ Arn: { 'Fn::GetAtt': ['SweepFunctionAB', 'Arn'] } }] },
      },
    });
    const idle = Object.fromEntries(lines.map((line) => [line.price, line.idle]));
    expect(idle['lambda.request']).toBeCloseTo((calls * 0.2) / 1e6, 9);
    expect(idle['lambda.gb-second']).toBeCloseTo(calls * 0.1 * 0.0000133334, 9);
    expect(idle['dynamodb.read']).toBeCloseTo((calls * 4 * 0.125) / 1e6, 9);
    expect(idle['xray.trace']).toBeCloseTo((calls * 5) / 1e6, 9);
  });

  it('refuses a type that nobody said the cost of, naming stack, resource and remedy', () => {
    expect(() => estimate({ Cluster: { Type: 'AWS::Redshift::Cluster' } })).toThrow(
      'TourniquetHub/Cluster: nothing says what a AWS::Redshift::Cluster costs; add a rule to core/cost/idle-rules.ts',
    );
  });

  it('takes no name of an object for a type', () => {
    expect(() => estimate({ One: { Type: 'constructor' } })).toThrow('nothing says what a constructor costs');
  });

  it('says of what is paid elsewhere that it is', () => {
    const { elsewhere, total } = estimate({ Detector: { Type: 'AWS::GuardDuty::Detector' } });
    expect(elsewhere).toEqual(["AWS::GuardDuty::Detector: GuardDuty asks by the account's own traffic"]);
    expect(total.idle).toBeCloseTo(0.3, 6);
  });
});

describe('what volumes come to', () => {
  it('counts transitions, calls by memory and duration, and messages with their e-mails', () => {
    const { lines } = estimate({});
    const contained = Object.fromEntries(lines.map((line) => [line.price, line.per1000Contained]));
    expect(contained['states.transition']).toBeCloseTo(1, 6);
    // Eight phases of 1 s on 512 MB; intake and two deliveries of 0.2 s on 256 MB.
    expect(contained['lambda.gb-second']).toBeCloseTo(1000 * (8 * 0.5 + 3 * 0.25 * 0.2) * 0.0000133334, 9);
    expect(contained['sns.publish']).toBeCloseTo(0.001, 9);
    expect(contained['sns.email']).toBeCloseTo(0.04, 9);
    expect(contained['kms.request']).toBeCloseTo((1000 * 14 * 0.03) / 10_000, 9);
  });

  it('adds idle, triaged and contained to a month', () => {
    const { total, month, metrics } = estimate({}, { ...quiet, findings: 2000, contained: 500 });
    const used = 2 * total.per1000Triaged + 0.5 * total.per1000Contained;
    expect(month).toBeCloseTo(total.idle + metrics + used, 9);
  });

  it('pays for metrics by the hours in which they get values, for a month at most', () => {
    expect(estimate({}, { ...quiet, findings: 73, contained: 0 }).metrics).toBeCloseTo(0.1 * 2 * 0.3, 9);
    expect(estimate({}, { ...quiet, findings: 9000, contained: 73 }).metrics).toBeCloseTo(0.6 + 0.09, 9);
  });

  it('is nothing where it stays within what AWS gives each account for free', () => {
    const alarms = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`Alarm${n}`, { Type: 'AWS::CloudWatch::Alarm' }]),
      );
    expect(estimate(alarms(10)).idleBeyondFree).toBe(0);
    expect(estimate(alarms(12)).idleBeyondFree).toBeCloseTo(0.2, 9);
  });

  it.each([
    ['TourniquetForward-eu-west-1', { regions: 4, accounts: 5 }, 1],
    ['TourniquetForwardMember', { regions: 4, accounts: 5 }, 20],
    ['TourniquetMember', { accounts: 5 }, 5],
    ['TourniquetStore', { regions: 4, accounts: 5 }, 1],
  ])('%s with %j stands %d times', (name, volumes, times) => {
    const { lines } = estimate({ Key: { Type: 'AWS::KMS::Key' } }, { ...quiet, ...volumes }, name);
    expect(lines.find(({ price }) => price === 'kms.key')?.idle).toBeCloseTo(times, 9);
  });

  it('pays for findings that other Regions send to the hub', () => {
    const { lines } = estimate({}, { ...quiet, regions: 4 });
    expect(lines.find(({ price }) => price === 'events.custom')?.per1000Triaged).toBeCloseTo(0.00075, 9);
  });

  it('refuses templates without a function that the workflow calls', () => {
    const ask = () => estimateCost({ stacks: [], prices, measured, volumes: quiet });
    expect(ask).toThrow('the templates have no IntakeFunction');
  });
});
