import type { CommandTable } from '../command.ts';
import { findingV2Commands } from './findings-v2.ts';
import { findingCommands } from './findings.ts';

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Operations.html */
export const securityhubCommands: CommandTable = { ...findingCommands, ...findingV2Commands };
