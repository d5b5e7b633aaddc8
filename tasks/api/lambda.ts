import { Logger } from '@aws-lambda-powertools/logger';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import type { Json } from '../../core/json.ts';
import { toHandler } from '../lambda/handler.ts';
import { createApi } from './app.ts';
import { openApiPorts } from './lambda/open-ports.ts';

const logger = new Logger({ serviceName: 'api' });

/** The HTTP API behind API Gateway. Faults are logged by name and message; requests are not, for paths hold links. */
export const handler = toHandler('api', async () => {
  const onFault = ({ name, message }: Error): void =>
    logger.error('fault', { errorName: name, errorMessage: message });
  const answer = handle(createApi(await openApiPorts(onFault)));
  return async (event) => (await answer(event as LambdaEvent)) as unknown as Json;
});
