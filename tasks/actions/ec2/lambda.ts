import { makeAutoScaling, makeEc2, makeElb, makeElbV2 } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { ec2Actions as actions } from './actions.ts';

export const handler = toHandler('actions-ec2', () =>
  openActions({
    actions,
    makers: { ec2: makeEc2, autoscaling: makeAutoScaling, elb: makeElb, elbv2: makeElbV2 },
  }),
);
