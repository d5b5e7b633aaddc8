import type { CommandTable } from '../command.ts';
import { bucketCommands } from './buckets.ts';
import { publicAccessCommands } from './public-access.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export const s3Commands: CommandTable = { ...bucketCommands, ...publicAccessCommands };
