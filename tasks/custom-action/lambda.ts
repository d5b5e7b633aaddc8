import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { createRequestHandler } from '../aws/request-handler.ts';
import { readEnvironment } from '../lambda/environment.ts';
import { toHandler } from '../lambda/handler.ts';
import { answerCloudFormation } from './answer-cloudformation.ts';
import { createCustomAction } from './index.ts';
import { putAnswer } from './put-answer.ts';

export const handler = toHandler('custom-action', () => {
  const { AWS_REGION: region } = readEnvironment('AWS_REGION');
  const requestHandler = createRequestHandler({ connectMs: 1_000, requestMs: 5_000 });
  const change = createCustomAction({ client: new SecurityHubClient({ region, requestHandler }), region });
  return answerCloudFormation({ change, put: putAnswer });
});
