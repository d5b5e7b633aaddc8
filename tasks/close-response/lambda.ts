import { catalog } from '../actions/catalog.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, openEvidence, openStore } from '../lambda/own.ts';
import { createCloseResponse } from './index.ts';
import { measureResponse } from './measure-response.ts';

export const handler = toHandler(
  'close-response',
  () => createCloseResponse({ ...openStore(), catalog, clock, evidence: openEvidence() }),
  measureResponse,
);
