import { toHandler } from '../lambda/handler.ts';
import { openIncidentCopy } from '../lambda/own.ts';
import { createCopyIncidents } from './index.ts';

/** Woken each hour. */
export const handler = toHandler('copy-incidents', () => createCopyIncidents(openIncidentCopy()));
