import {
  type ClientMakers,
  makeAutoScaling,
  makeEc2,
  makeElb,
  makeElbV2,
  makeIam,
} from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { ec2Actions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = {
  ec2: makeEc2,
  autoscaling: makeAutoScaling,
  elb: makeElb,
  elbv2: makeElbV2,
  iam: makeIam,
};

export const handler = toHandler('actions-ec2', () => openActions({ actions, makers }), measureAction);
