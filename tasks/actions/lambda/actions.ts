import type { Action } from '../action.ts';
import { throttleFunction } from './throttle-function/index.ts';

export const lambdaActions: readonly Action[] = [throttleFunction];
