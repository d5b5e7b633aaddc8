import type { Duration } from 'aws-cdk-lib';
import { Metric as CloudWatchMetric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type Metric, metricDimension, metricNamespace } from '../../core/metrics.ts';
import type { PipelineStack } from '../stacks/pipeline.ts';
import type { StoreStack } from '../stacks/store.ts';
import type { WorkflowStack } from '../stacks/workflow.ts';

/** What is watched. */
export interface Watched {
  readonly store: StoreStack;
  readonly workflow: WorkflowStack;
  readonly pipeline: PipelineStack;
}

/** One of the metrics that functions tell. A sum, where nothing else is said. */
export const own = (metricName: Metric, options: MetricOptions = {}): CloudWatchMetric =>
  new CloudWatchMetric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { ...metricDimension },
    statistic: 'Sum',
    ...options,
  });

/**
 * Executions of any machine that failed, timed out or were stopped, counted by the rule that keeps them: one metric, where
 * Step Functions has three for each machine.
 */
export const failedExecutions = ({ workflow }: Watched, period: Duration): CloudWatchMetric =>
  new CloudWatchMetric({
    namespace: 'AWS/Events',
    metricName: 'MatchedEvents',
    dimensionsMap: { RuleName: workflow.failures.ruleName },
    statistic: 'Sum',
    period,
  });
