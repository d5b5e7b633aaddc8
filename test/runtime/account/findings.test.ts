import {
  ArchiveFindingsCommand,
  GetFindingsCommand as GetGuardDutyFindingsCommand,
  UnarchiveFindingsCommand,
  UpdateFindingsFeedbackCommand,
} from '@aws-sdk/client-guardduty';
import {
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {
  BatchUpdateFindingsCommand,
  BatchUpdateFindingsV2Command,
  GetFindingsCommand,
} from '@aws-sdk/client-securityhub';
import { describe, expect, it, test } from 'vitest';
import { isPublicPolicy } from '../../../runtime/account/s3/public-policy.ts';
import { account, createWorld, detectorId, findingArn, findingId, productArn, region } from './world.ts';

const Bucket = 'reports';

describe('a public access block', () => {
  it('is put as a whole, read back, and gone once deleted, however often', async () => {
    const { clients } = await createWorld();
    const read = () => clients.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    await clients.s3.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    );
    await clients.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
      }),
    );
    expect((await read()).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    });
    await clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(read()).rejects.toMatchObject({ name: 'NoSuchPublicAccessBlockConfiguration' });
  });
});

test('a public bucket has a public policy and ACL; us-east-1 has no location constraint', async () => {
  const { clients } = await createWorld();
  expect((await clients.s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({
    IsPublic: true,
  });
  expect((await clients.s3.send(new GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(2);
  expect(
    (await clients.s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint,
  ).toBeUndefined();
});

test.each([
  [{ Effect: 'Allow', Principal: '*' }, true],
  [{ Effect: 'Allow', Principal: { AWS: '*' } }, true],
  [{ Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::1:root', '*'] } }, true],
  [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:root' } }, false],
  [{ Effect: 'Deny', Principal: '*' }, false],
  [{ Effect: 'Allow', Principal: '*', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, false],
])('a policy with %o is public: %s', (statement, isPublic) => {
  expect(isPublicPolicy(JSON.stringify({ Statement: [statement] }))).toBe(isPublic);
  expect(isPublicPolicy(JSON.stringify({ Statement: statement }))).toBe(isPublic);
});

describe('Security Hub', () => {
  const update = new BatchUpdateFindingsCommand({
    FindingIdentifiers: [
      { Id: findingArn, ProductArn: productArn },
      { Id: findingArn, ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/inspector' },
      { Id: 'no such finding', ProductArn: productArn },
    ],
    Workflow: { Status: 'NOTIFIED' },
    Note: { Text: 'Contained', UpdatedBy: 'tourniquet' },
    UserDefinedFields: { incident: 'incident-1' },
  });

  it('updates what it finds and names what it does not, without an error', async () => {
    const { clients } = await createWorld();
    const { ProcessedFindings, UnprocessedFindings } = await clients.securityhub.send(update);
    expect(ProcessedFindings).toEqual([{ Id: findingArn, ProductArn: productArn }]);
    expect(UnprocessedFindings?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'FindingNotFound',
      'FindingNotFound',
    ]);
    const { Findings } = await clients.securityhub.send(
      new GetFindingsCommand({
        Filters: {
          Id: [{ Value: findingArn, Comparison: 'EQUALS' }],
          ProductArn: [{ Value: productArn, Comparison: 'EQUALS' }],
        },
      }),
    );
    expect(Findings).toMatchObject([
      {
        Id: findingArn,
        AwsAccountId: account,
        Workflow: { Status: 'NOTIFIED' },
        Note: { Text: 'Contained', UpdatedBy: 'tourniquet', UpdatedAt: '2026-01-01T00:00:00.000Z' },
        UserDefinedFields: { incident: 'incident-1' },
        UpdatedAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('takes OCSF names too', async () => {
    const { accounts, clients } = await createWorld();
    const identifier = {
      CloudAccountUid: account,
      FindingInfoUid: findingArn,
      MetadataProductUid: productArn,
    };
    const byUid = await clients.securityhub.send(
      new BatchUpdateFindingsV2Command({ MetadataUids: ['uid-1', 'uid-2'], StatusId: 2 }),
    );
    expect(byUid.ProcessedFindings).toEqual([{ MetadataUid: 'uid-1' }]);
    expect(byUid.UnprocessedFindings).toMatchObject([
      { MetadataUid: 'uid-2', ErrorCode: 'ResourceNotFoundException' },
    ]);
    const byName = await clients.securityhub.send(
      new BatchUpdateFindingsV2Command({ FindingIdentifiers: [identifier], Comment: 'Contained' }),
    );
    expect(byName.ProcessedFindings).toEqual([{ FindingIdentifier: identifier }]);
    expect(accounts.snapshot(account, region)['hub-finding']).toMatchObject([
      { statusId: 2, comment: 'Contained' },
    ]);
  });
});

test('GuardDuty findings are archived, unarchived and judged; unknown ids are passed over', async () => {
  const { clients } = await createWorld();
  const wanted = { DetectorId: detectorId, FindingIds: [findingId, 'unknown'] };
  const read = async () => {
    const { Findings } = await clients.guardduty.send(new GetGuardDutyFindingsCommand(wanted));
    return Findings;
  };
  await clients.guardduty.send(new ArchiveFindingsCommand(wanted));
  await clients.guardduty.send(new UpdateFindingsFeedbackCommand({ ...wanted, Feedback: 'USEFUL' }));
  expect(await read()).toMatchObject([
    { Id: findingId, Arn: findingArn, Service: { Archived: true, UserFeedback: 'USEFUL' } },
  ]);
  await clients.guardduty.send(new UnarchiveFindingsCommand(wanted));
  expect(await read()).toMatchObject([{ Service: { Archived: false } }]);
});
