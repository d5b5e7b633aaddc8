import { CreateDetectorCommand } from '@aws-sdk/client-guardduty';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import {
  CreateTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, inject, it } from 'vitest';
import { AwsConfig } from '../../core/aws-config.ts';
import type { AwsPatient } from '../../runtime/doctor/check.ts';
import { guardDuty } from '../../runtime/doctor/checks/guardduty.ts';
import { role } from '../../runtime/doctor/checks/role.ts';
import { securityHub } from '../../runtime/doctor/checks/security-hub.ts';
import { topics } from '../../runtime/doctor/checks/topics.ts';
import { openDoctorAws } from '../../runtime/doctor/doctor-aws.ts';
import { examine, patient } from '../runtime/doctor/patient.ts';
import { openLab, region } from './lab.ts';

/**
 * What moto 5.2.5 lacks, and a table of answers stands for in test/runtime/doctor: SimulatePrincipalPolicy, the quotas of
 * Lambda and Step Functions, subscriptions that wait for their confirmation.
 */
const aws = AwsConfig.parse({ role: 'Responder', endpoint: inject('moto') });

const openPatient = async (): Promise<AwsPatient> => ({
  ...patient({ aws }),
  aws: await openDoctorAws(aws, { now: () => Date.now() }),
});

describe('doctor on moto', () => {
  it('enters an account through the role, and sees what is off there and what is on', async () => {
    const { account, send } = await openLab();
    const [given, target] = [await openPatient(), { account, region }];
    expect((await examine(role, given, target))[0]).toMatchObject({ status: 'ok' });
    expect((await examine(guardDuty, given, target))[0]).toMatchObject({ status: 'failed', says: 'is off' });
    expect((await examine(securityHub, given, target))[0]).toMatchObject({
      status: 'failed',
      says: 'is off',
    });

    const FindingPublishingFrequency = 'FIFTEEN_MINUTES';
    await send('guardduty', new CreateDetectorCommand({ Enable: true, FindingPublishingFrequency }));
    await send('securityhub', new EnableSecurityHubCommand({}));
    expect(await examine(guardDuty, given, target)).toEqual([{ status: 'ok', says: 'is on' }]);
    expect(await examine(securityHub, given, target)).toEqual([{ status: 'ok', says: 'is on' }]);
  });

  it('finds the topics, and the subscription to questions that has no filter policy', async () => {
    const given = await openPatient();
    const sns = new SNSClient({ region, endpoint: inject('moto') });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'TourniquetMessages-Approvals1-2' }));
    const about = async () => (await examine(topics, given)).map(({ says }) => says);
    expect(await about()).toEqual(['Approvals: nobody is subscribed']);

    const subscribe = {
      TopicArn,
      Protocol: 'https',
      Endpoint: 'https://pager.example.com',
      ReturnSubscriptionArn: true,
    };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscribe));
    expect(await about()).toEqual(['Approvals: https://pager.example.com gets the codes of everybody']);

    const AttributeValue = '{"to":["ana"]}';
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue,
      }),
    );
    expect(await about()).toEqual(['Approvals: 1 subscribed']);
  });
});
