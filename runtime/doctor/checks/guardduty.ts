import { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { type Check, failed, ok } from '../check.ts';

/** It is on, and tells of repetitions soon. */
export const guardDuty: Check = {
  name: 'GuardDuty',
  at: 'region',
  async run({ aws }, target, abortSignal) {
    const { guardduty } = aws.at(target);
    const { DetectorIds = [] } = await guardduty.send(new ListDetectorsCommand({}), { abortSignal });
    const [DetectorId] = DetectorIds;
    if (DetectorId === undefined) {
      return [failed('is off', `aws guardduty create-detector --enable --region ${target.region}`)];
    }
    const { Status, FindingPublishingFrequency: frequency } = await guardduty.send(
      new GetDetectorCommand({ DetectorId }),
      { abortSignal },
    );
    const update = `aws guardduty update-detector --detector-id ${DetectorId} --region ${target.region}`;
    if (Status !== 'ENABLED') return [failed('is suspended', `${update} --enable`)];
    if (frequency === 'FIFTEEN_MINUTES') return [ok('is on')];
    return [
      failed(
        `tells of repetitions only every ${frequency === 'ONE_HOUR' ? 'hour' : 'six hours'}`,
        `${update} --finding-publishing-frequency FIFTEEN_MINUTES (by its administrator account)`,
      ),
    ];
  },
};
