import type { Action } from '../action.ts';
import { archiveFindings } from './archive-findings/index.ts';

export const guarddutyActions: readonly Action[] = [archiveFindings];
