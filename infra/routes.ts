import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { customAction } from './custom-action.ts';

const guardDutyIn = { ProductName: ['GuardDuty'] };

/**
 * What is taken in, one route for each product: GuardDuty's findings come by GuardDuty's own events, and are left out of
 * what Security Hub imports. What we wrote back ourselves is told by intake, which knows it.
 */
export const routes: Readonly<Record<string, EventPattern>> = {
  GuardDuty: { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'] },
  SecurityHub: {
    source: ['aws.securityhub'],
    detailType: ['Security Hub Findings - Imported'],
    detail: { findings: { ProductName: [{ 'anything-but': guardDutyIn.ProductName }] } },
  },
  SecurityHubV2: {
    source: ['aws.securityhub'],
    detailType: ['Findings Imported V2'],
    detail: { findings: { metadata: { product: { name: [{ 'anything-but': ['GuardDuty'] }] } } } },
  },
  // Of ours alone: whoever sends findings to a ticket by another one wants no instance isolated.
  CustomAction: {
    source: ['aws.securityhub'],
    detailType: ['Security Hub Findings - Custom Action'],
    resources: Match.suffix(`:action/custom/${customAction.id}`),
  },
};
