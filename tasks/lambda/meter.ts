import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { type Measures, type Metric, metricDimension, metricNamespace, metrics } from '../../core/metrics.ts';

/** Tells what was measured, as a line in the log that CloudWatch makes metrics of (EMF): no call, and no permission. */
export type Meter = (measures: Measures) => void;

/** Of which 0 is news too: whether the sweeper runs is seen by it. */
const toldAlways: ReadonlySet<string> = new Set(['OldestOpenWork'] satisfies Metric[]);

export function createMeter(): Meter {
  const emf = new Metrics({ namespace: metricNamespace, serviceName: metricDimension.service });
  return (measures) => {
    const told = Object.entries(measures).filter(([name, value]) => value > 0 || toldAlways.has(name));
    // Without any it would warn.
    if (told.length === 0) return;
    for (const [name, value] of told) emf.addMetric(name, MetricUnit[metrics[name as Metric]], value);
    emf.publishStoredMetrics();
  };
}
