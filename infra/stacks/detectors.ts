import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CfnHub } from 'aws-cdk-lib/aws-securityhub';
import type { Construct } from 'constructs';

/**
 * What finds things, for an account that has nothing yet. Both are paid by what they look at. No standards: their checks
 * say how an account is set up, cost by the check, and bring no incidents.
 */
export class DetectorsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props);
    new CfnDetector(this, 'GuardDuty', {
      enable: true,
      // What is seen again is told within 15 minutes, and not the default six hours.
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    });
    new CfnHub(this, 'SecurityHub', {
      enableDefaultStandards: false,
      autoEnableControls: false,
      controlFindingGenerator: 'SECURITY_CONTROL',
    });
  }
}
