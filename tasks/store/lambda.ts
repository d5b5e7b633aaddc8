import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { createStore } from './index.ts';

export const handler = toHandler('store', () => createStore(openStore()));
