import { describe, expect, it } from 'vitest';
import { exampleEvents } from '../../core/example-event/example-events.ts';
import { activeFindingTypes } from '../../core/finding-types.ts';
import type { JsonObject } from '../../core/json.ts';
import { primaryResource } from '../../core/dedupe/dedupe-key.ts';
import { normaliseOne } from '../support/findings/normalise-event.ts';

const findingsOf = (type: string) => exampleEvents(type).map((event: JsonObject) => normaliseOne(event));

describe('exampleEvents', () => {
  it.each(activeFindingTypes)('makes findings of %s that name a resource', (type) => {
    for (const finding of findingsOf(type)) {
      expect(finding).toMatchObject({ type, sample: false, archived: false, severity: { label: 'HIGH' } });
      expect(finding.resources.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['CryptoCurrency:EC2/BitcoinTool.B', ['ec2-instance']],
    ['Recon:IAMUser/TorIPCaller', ['iam-access-key', 'iam-role']],
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', ['iam-role']],
    ['Impact:S3/MaliciousIPCaller', ['s3-bucket']],
    ['Object:S3/MaliciousFile', ['s3-bucket']],
    ['Discovery:Kubernetes/TorIPCaller', ['eks-cluster']],
    ['Execution:ECS/MaliciousFile', ['ecs-cluster']],
    ['Execution:Container/MaliciousFile', ['container']],
    ['Discovery:RDS/TorIPCaller', ['rds-instance']],
    ['Trojan:Lambda/DropPoint', ['lambda-function']],
    ['Impact:Runtime/CryptoMinerExecuted', ['ec2-instance', 'ec2-instance', 'ecs-cluster']],
    ['AttackSequence:EKS/CompromisedCluster', ['eks-cluster']],
    ['Execution:EC2/MaliciousFile!Snapshot', ['other']],
  ])('gives %s the resources that such findings have', (type, kinds) => {
    expect(findingsOf(type).map((finding) => primaryResource(finding).kind)).toEqual(kinds);
  });
});
