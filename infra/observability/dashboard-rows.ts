import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Color,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric as CloudWatchMetric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric } from '../../core/metrics.ts';
import { failedExecutions, own, type Watched } from './figures.ts';

/** CloudWatch's grid has 24 columns. */
const whole = 24;
const half = 12;
const third = 8;

const heading = (text: string): IWidget =>
  new TextWidget({ markdown: `## ${text}`, width: whole, height: 1 });

const value = (title: string, metric: IMetric): IWidget =>
  new SingleValueWidget({ title, metrics: [metric], width: 4, height: 4, sparkline: true });

const labelled = (name: Metric, label: string, color?: string): IMetric =>
  own(name, { label, period: Duration.minutes(5), ...(color && { color }) });

/**
 * Of everything in the Region, one metric each: the first three dashboards of an account are free as long as they show at
 * most 50 metrics, and a search over our functions, machines and logs would find more.
 */
const regional = (
  namespace: string,
  metricName: string,
  label: string,
  dimensionsMap: Record<string, string> = {},
): IMetric =>
  new CloudWatchMetric({
    namespace,
    metricName,
    label,
    dimensionsMap,
    statistic: 'Sum',
    period: Duration.hours(1),
  });

/** First what is wrong, then what happens: at three in the morning nobody scrolls. */
export const standing = (watched: Watched, alarms: readonly Alarm[]): readonly (readonly IWidget[])[] => [
  [
    new TextWidget({
      width: whole,
      height: 2,
      markdown:
        '# Tourniquet\nRed below: read the alarm, it says what to do. `tourniquet pause` stops every change at once; `tourniquet incidents` lists what is open.',
    }),
  ],
  [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: whole, height: 4 })],
  [
    value('Oldest open work', own('OldestOpenWork', { statistic: 'Maximum', period: Duration.minutes(1) })),
    value(
      'Questions waiting',
      own('QuestionsWaiting', { statistic: 'Maximum', period: Duration.minutes(5) }),
    ),
    value('Findings in', labelled('FindingsTakenIn', 'findings')),
    value('Incidents opened', labelled('IncidentsOpened', 'incidents')),
    value('Contained', labelled('Contained', 'contained')),
    value('Failed executions', failedExecutions(watched, Duration.minutes(5))),
  ],
];

export const incidents = (): readonly (readonly IWidget[])[] => [
  [heading('Incidents')],
  [
    new GraphWidget({
      title: 'In: findings, and incidents that they open or make worse',
      width: third,
      left: [
        labelled('FindingsTakenIn', 'findings'),
        labelled('IncidentsOpened', 'opened'),
        labelled('IncidentsWorsened', 'worse'),
      ],
    }),
    new GraphWidget({
      title: 'Out: what responses came to',
      width: third,
      stacked: true,
      left: [
        labelled('Contained', 'contained', Color.GREEN),
        labelled('PartiallyContained', 'partially', Color.ORANGE),
        labelled('NotContained', 'not contained', Color.RED),
      ],
    }),
    new GraphWidget({
      title: 'Time from first finding to containment',
      width: third,
      leftYAxis: { label: 'seconds', showUnits: false, min: 0 },
      left: (['p50', 'p90', 'Maximum'] as const).map((statistic) =>
        own('ContainmentTime', { statistic, label: statistic, period: Duration.minutes(15) }),
      ),
    }),
  ],
  [
    new GraphWidget({
      title: 'Actions',
      width: half,
      stacked: true,
      left: [
        labelled('ActionsApplied', 'applied', Color.GREEN),
        labelled('ActionsDenied', 'denied', Color.ORANGE),
        labelled('ActionsFailed', 'failed', Color.RED),
      ],
    }),
    new GraphWidget({
      title: 'Waiting for people, and shut until they look',
      width: half,
      left: [
        own('QuestionsWaiting', { statistic: 'Maximum', label: 'questions' }),
        own('BudgetsShut', { statistic: 'Maximum', label: 'actions shut', color: Color.RED }),
        own('TargetsExposed', { statistic: 'Maximum', label: 'targets exposed', color: Color.PURPLE }),
      ],
    }),
  ],
];

export const failures = (watched: Watched): readonly (readonly IWidget[])[] => {
  const { pipeline, workflow } = watched;
  const waiting = { statistic: 'Maximum', period: Duration.minutes(5) };
  return [
    [heading('Failures')],
    [
      new GraphWidget({
        title: 'Dead letters',
        width: third,
        left: [
          pipeline.dead.metricApproximateNumberOfMessagesVisible({ ...waiting, label: 'intake queue' }),
          workflow.dead.metricApproximateNumberOfMessagesVisible({ ...waiting, label: 'workflow queue' }),
          labelled('IngestionDeadLetters', 'not read'),
          labelled('ProcessingDeadLetters', 'not responded to'),
        ],
      }),
      new GraphWidget({
        title: 'What failed',
        width: third,
        left: [
          failedExecutions(watched, Duration.minutes(5)).with({ label: 'executions' }),
          labelled('MessagesUnsent', 'messages not sent'),
          regional('AWS/Lambda', 'Errors', 'errors of functions'),
        ],
      }),
      new GraphWidget({
        title: 'Lateness',
        width: third,
        leftYAxis: { label: 'seconds', showUnits: false, min: 0 },
        left: [
          own('OldestOpenWork', { statistic: 'Maximum', label: 'oldest open work' }),
          pipeline.queue.metricApproximateAgeOfOldestMessage({
            ...waiting,
            label: 'oldest message for intake',
          }),
        ],
      }),
    ],
  ];
};

/** What the bill is made of, besides what costs whether anything happens or not. */
export const costs = ({ store }: Watched): readonly (readonly IWidget[])[] => {
  const hourly = { statistic: 'Sum', period: Duration.hours(1) };
  return [
    [heading('What costs')],
    [
      new GraphWidget({
        title: 'Functions of the Region: calls, and milliseconds',
        width: third,
        left: [regional('AWS/Lambda', 'Invocations', 'calls')],
        right: [regional('AWS/Lambda', 'Duration', 'milliseconds')],
      }),
      new GraphWidget({
        title: 'Table: units written and read',
        width: third,
        left: [store.table.metricConsumedWriteCapacityUnits({ ...hourly, label: 'written' })],
        right: [store.table.metricConsumedReadCapacityUnits({ ...hourly, label: 'read' })],
      }),
      new GraphWidget({
        title: 'State transitions and bytes of logs of the Region',
        width: third,
        left: [
          regional('AWS/States', 'ConsumedCapacity', 'transitions', { ServiceMetric: 'StateTransition' }),
        ],
        right: [regional('AWS/Logs', 'IncomingBytes', 'bytes')],
      }),
    ],
  ];
};
