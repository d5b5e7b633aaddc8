import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarmSpecs, TellingAlarm } from '../observability/alarms.ts';
import { costs, failures, incidents, standing } from '../observability/dashboard-rows.ts';
import type { Watched } from '../observability/figures.ts';
import type { MessagesStack } from './messages.ts';

export interface ObservabilityProps extends StackProps {
  readonly watched: Watched;
  readonly messages: MessagesStack;
}

/** The alarms, which tell whoever is told of what is urgent, and one page that shows all of it. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { watched, messages, ...props }: ObservabilityProps) {
    super(scope, id, props);
    const alarms = Object.entries(alarmSpecs(watched)).map(
      ([name, spec]) => new TellingAlarm(this, name, { spec, topic: messages.urgent }).alarm,
    );
    new Dashboard(this, 'Dashboard', {
      dashboardName: `tourniquet-${this.region}`,
      defaultInterval: Duration.hours(24),
      widgets: [...standing(watched, alarms), ...incidents(), ...failures(watched), ...costs(watched)].map(
        (row) => [...row],
      ),
    });
  }
}
