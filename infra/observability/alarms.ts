import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric as CloudWatchMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { lakeStreamName } from '../deployment.ts';
import { failedExecutions, own, type Watched } from './figures.ts';

/** Each metric that an alarm looks at costs $0.10 a month. */
interface AlarmSpec {
  /** Says what is wrong and what to do: whoever is woken reads it, perhaps on a telephone. */
  readonly description: string;
  readonly metric: IMetric;
  /** @default 1 */
  readonly from?: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** @default nothing told is nothing wrong */
  readonly missing?: TreatMissingData;
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

const depth = (queue: IQueue): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: 'Maximum' });

/** Of the whole Region: concurrency is shared there, and so is the bucket that state transitions are taken from. */
const regional = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string> = {},
): IMetric =>
  new CloudWatchMetric({ namespace, metricName, dimensionsMap, period: fiveMinutes, statistic: 'Sum' });

type AlarmSpecs = Readonly<Record<string, AlarmSpec>>;

/** By name: what is told, and from when on. */
export const alarmSpecs = (watched: Watched): AlarmSpecs => ({
  ...lost(watched),
  ...undone,
  ...throttled(watched),
});

/** What came and did not get through. */
function lost(watched: Watched): AlarmSpecs {
  const { pipeline, workflow } = watched;
  return {
    IntakeDeadLetters: {
      description:
        'Events did not reach intake, or intake gave them up: tourniquet dlq list --account aws shows them, and redrives them.',
      metric: depth(pipeline.dead),
    },
    WorkflowDeadLetters: {
      description:
        'Executions failed, or schedules and messages were lost: tourniquet dlq list --account aws shows what they were about.',
      metric: depth(workflow.dead),
    },
    IntakeLate: {
      description: 'Findings have waited over five minutes for intake: look at its log, and at throttles.',
      metric: pipeline.queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: 'Maximum' }),
      from: 300,
      periods: 3,
    },
    FailedExecutions: {
      description: 'A state machine failed, timed out or was stopped: redrive it once the cause is gone.',
      metric: failedExecutions(watched, fiveMinutes),
    },
  };
}

/** What should have been done, and is not. */
const undone: AlarmSpecs = {
  OldestOpenWork: {
    description:
      'An alert, a response or a message has been due for over ten minutes, or the sweeper does not run: nobody may know of an incident.',
    metric: own('OldestOpenWork', { period: minute, statistic: 'Maximum' }),
    from: 600,
    periods: 3,
    missing: TreatMissingData.BREACHING,
  },
  MessagesUnsent: {
    description: 'Messages cannot be sent: people may not hear of incidents. Look at the log of Deliver.',
    metric: own('MessagesUnsent', { period: fiveMinutes }),
  },
  IngestionDeadLetters: {
    description:
      'Events or log records could not be read: tourniquet dlq list --queue ingestion --account aws has the reasons.',
    metric: own('IngestionDeadLetters', { period: fiveMinutes }),
  },
  ProcessingDeadLetters: {
    description:
      'Findings could not be responded to: tourniquet dlq list --queue processing --account aws has the reasons. Redrive them once the cause is gone.',
    metric: own('ProcessingDeadLetters', { period: fiveMinutes }),
  },
  TargetsExposed: {
    description:
      'A containment was given up half-way, and its target may be more open than before: the alert names it. Act now.',
    metric: own('TargetsExposed', { period: minute, statistic: 'Maximum' }),
  },
  BudgetsShut: {
    description:
      'An action is shut in an account, for its budget is used up or too much of it failed: tourniquet budgets shows it.',
    metric: own('BudgetsShut', { period: fiveMinutes, statistic: 'Maximum' }),
  },
};

function throttled({ store }: Watched): AlarmSpecs {
  const { tableName: TableName } = store.table;
  return {
    LambdaThrottles: {
      description: 'Functions of this Region are throttled: the concurrency of the account is used up.',
      metric: regional('AWS/Lambda', 'Throttles'),
      periods: 2,
    },
    StepFunctionsThrottles: {
      description: 'Step Functions slows state transitions down in this Region.',
      metric: regional('AWS/States', 'ThrottledEvents', { ServiceMetric: 'StateTransition' }),
      periods: 2,
    },
    TableThrottles: {
      description: 'DynamoDB throttles the table: everything waits and tries again.',
      metric: new MathExpression({
        expression: 'reads + writes',
        usingMetrics: {
          reads: regional('AWS/DynamoDB', 'ReadThrottleEvents', { TableName }),
          writes: regional('AWS/DynamoDB', 'WriteThrottleEvents', { TableName }),
        },
        period: fiveMinutes,
      }),
      periods: 2,
    },
  };
}

/** Of log streams, where they are deployed. */
export const streamAlarms = ({
  stream,
  lost,
  unread,
  http,
  copy,
}: {
  readonly stream: IStream;
  readonly lost: IQueue;
  readonly unread: IQueue;
  /** Null: records do not come in by it. */
  readonly http: RestApi | null;
  readonly copy: IFunction;
}): AlarmSpecs => ({
  ...(http && {
    EventsUnanswered: {
      description:
        'Log records sent over HTTP cannot be taken in: writers have to send them again. Look at the log of IngestEvents.',
      metric: http.deploymentStage.metricServerError({ period: fiveMinutes, statistic: 'Sum' }),
      periods: 2,
    },
  }),
  StreamDeadLetters: {
    description:
      'Log records were given up, by the function or by Firehose: tourniquet dlq list --account aws shows them with the reasons.',
    metric: depth(lost),
  },
  DropDeadLetters: {
    description:
      'Log files were dropped and could not be taken in after five times: tourniquet dlq list --account aws shows them. Look at the log of IngestDrops.',
    metric: depth(unread),
  },
  StreamLate: {
    description:
      'Log records have waited over five minutes in the data stream: give it more shards, or look at the log.',
    metric: stream.metricGetRecordsIteratorAgeMilliseconds({ period: minute, statistic: 'Maximum' }),
    from: 300_000,
    periods: 5,
  },
  IncidentsLate: {
    description:
      "The lake's copy of the incidents has not been written for three hours, and Athena answers of older ones: look at the log of CopyIncidents.",
    metric: copy.metricErrors({ period: Duration.hours(1), statistic: 'Sum' }),
    // Lambda tries each call three times.
    from: 3,
    periods: 3,
  },
  LakeLate: {
    description: 'Firehose has not written for over half an hour what it took: look at its log.',
    metric: new CloudWatchMetric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: lakeStreamName },
      period: fiveMinutes,
      statistic: 'Maximum',
    }),
    from: 1_800,
  },
});

/** An alarm that tells when it goes off, and when it is over. */
export class TellingAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(
    scope: Construct,
    id: string,
    { spec, topic }: { readonly spec: AlarmSpec; readonly topic: ITopic },
  ) {
    super(scope, id);
    const { description, metric, from = 1, periods = 1, missing = TreatMissingData.NOT_BREACHING } = spec;
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: `tourniquet-${id}`,
      alarmDescription: description,
      metric,
      threshold: from,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing,
    });
    const action = new SnsAction(topic);
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}
