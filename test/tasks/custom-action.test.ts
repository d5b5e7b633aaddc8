import { describe, expect, it } from 'vitest';
import { answerCloudFormation } from '../../tasks/custom-action/answer-cloudformation.ts';
import { createCustomAction } from '../../tasks/custom-action/index.ts';

const Arn = 'arn:aws:securityhub:eu-west-1:111122223333:action/custom/TourniquetRespond';
const ResourceProperties = {
  ServiceToken: 'arn:lambda',
  Arn,
  Id: 'TourniquetRespond',
  Name: 'Respond',
  Description: 'd',
};
const url = 'https://cloudformation-custom-resource-response.example.com/SIGNED';
const envelope = { ResponseURL: url, StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Respond' };

/** Security Hub as far as it is asked: fails at a command with the error that is given for it. */
function openHub(failing: Readonly<Record<string, string>> = {}) {
  const sent: [string, object][] = [];
  const client = {
    send: async ({ constructor: { name }, input }: { constructor: { name: string }; input: object }) => {
      sent.push([name, input]);
      const error = failing[name];
      if (error !== undefined) throw Object.assign(new Error('said so'), { name: error });
      return {};
    },
  } as never;
  const answers: [string, Record<string, string>][] = [];
  const change = createCustomAction({ client, region: 'eu-west-1' });
  const task = answerCloudFormation({
    change,
    put: async (to, body) => void answers.push([to, JSON.parse(body)]),
  });
  const ask = (RequestType: string, PhysicalResourceId?: string) =>
    task({ ...envelope, RequestType, ResourceProperties, ...(PhysicalResourceId && { PhysicalResourceId }) });
  return { ask, sent, answers };
}

describe('the custom action', () => {
  it.each([
    ['is created', 'Create', {}, ['CreateActionTargetCommand']],
    [
      'is taken over where it is there already',
      'Create',
      { CreateActionTargetCommand: 'ResourceConflictException' },
      ['CreateActionTargetCommand', 'UpdateActionTargetCommand'],
    ],
    [
      'is named anew',
      'Update',
      { CreateActionTargetCommand: 'ResourceConflictException' },
      ['CreateActionTargetCommand', 'UpdateActionTargetCommand'],
    ],
    ['is removed', 'Delete', {}, ['DeleteActionTargetCommand']],
    [
      'is gone where it was removed by hand',
      'Delete',
      { DeleteActionTargetCommand: 'ResourceNotFoundException' },
      ['DeleteActionTargetCommand'],
    ],
    [
      'is gone where Security Hub is',
      'Delete',
      { DeleteActionTargetCommand: 'InvalidAccessException' },
      ['DeleteActionTargetCommand'],
    ],
  ])('%s', async (_title, type, failing, commands) => {
    const { ask, sent, answers } = openHub(failing);
    await ask(type, type === 'Create' ? undefined : Arn);
    expect(sent.map(([name]) => name)).toEqual(commands);
    expect(answers).toEqual([
      [
        url,
        {
          Status: 'SUCCESS',
          PhysicalResourceId: Arn,
          StackId: 'arn:stack',
          RequestId: 'r-1',
          LogicalResourceId: 'Respond',
        },
      ],
    ]);
  });

  it('says what to do where Security Hub is not enabled, and lets the failed creation be cleaned up', async () => {
    const { ask, answers } = openHub({
      CreateActionTargetCommand: 'InvalidAccessException',
      DeleteActionTargetCommand: 'InvalidAccessException',
    });
    await ask('Create');
    expect(answers[0]?.[1]).toMatchObject({
      Status: 'FAILED',
      Reason:
        'Security Hub is not enabled in eu-west-1: enable it (deploy.detectors does), or leave deploy.customAction out',
      PhysicalResourceId: Arn,
    });
    await ask('Delete', Arn);
    expect(answers[1]?.[1]).toMatchObject({ Status: 'SUCCESS' });
  });

  it('answers also what it does not know, and gives the signed URL to nobody', async () => {
    const { ask, answers } = openHub({ CreateActionTargetCommand: 'InternalException' });
    const reply = await ask('Create');
    expect(answers[0]?.[1]).toMatchObject({ Status: 'FAILED', Reason: 'said so' });
    expect(JSON.stringify(reply)).not.toContain('SIGNED');
  });

  it('tells Security Hub what it takes and no more', async () => {
    const { ask, sent } = openHub();
    await ask('Create');
    expect(sent[0]?.[1]).toEqual({ Id: 'TourniquetRespond', Name: 'Respond', Description: 'd' });
  });
});
