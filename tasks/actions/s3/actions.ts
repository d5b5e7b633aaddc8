import type { Action } from '../action.ts';
import { blockAccountPublicAccess } from './block-account-public-access/index.ts';
import { blockPublicAccess } from './block-public-access/index.ts';

export const s3Actions: readonly Action[] = [blockAccountPublicAccess, blockPublicAccess];
