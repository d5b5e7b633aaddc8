import { catalog } from '../actions/catalog.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, openStore } from '../lambda/own.ts';
import { createCloseResponse } from './index.ts';

export const handler = toHandler('close-response', () =>
  createCloseResponse({ ...openStore(), catalog, clock }),
);
