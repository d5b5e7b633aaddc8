import type { Action } from '../action.ts';
import { updateFinding } from './update-finding/index.ts';

export const securityhubActions: readonly Action[] = [updateFinding];
