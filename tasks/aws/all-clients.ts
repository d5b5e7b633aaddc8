import {
  type ClientMakers,
  makeAutoScaling,
  makeEc2,
  makeElb,
  makeElbV2,
  makeGuardDuty,
  makeIam,
  makeLambda,
  makeS3,
  makeS3Control,
  makeSecurityHub,
} from './sdk-clients.ts';

/** Every service that actions may call. */
export const allClients: Required<ClientMakers> = {
  ec2: makeEc2,
  autoscaling: makeAutoScaling,
  elb: makeElb,
  elbv2: makeElbV2,
  iam: makeIam,
  lambda: makeLambda,
  s3: makeS3,
  s3control: makeS3Control,
  securityhub: makeSecurityHub,
  guardduty: makeGuardDuty,
};
