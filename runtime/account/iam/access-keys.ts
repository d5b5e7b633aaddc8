import type {
  GetAccessKeyLastUsedCommandInput,
  GetAccessKeyLastUsedCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  UpdateAccessKeyCommandInput,
  UpdateAccessKeyCommandOutput,
} from '@aws-sdk/client-iam';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import { need, noSuchEntity, validationError } from './iam-error.ts';
import { paginate } from './pages.ts';
import { findUser } from './principals.ts';

const noSuchKey = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

function listAccessKeys(input: ListAccessKeysCommandInput, context: ReadContext) {
  const { userName } = findUser(input.UserName, context);
  const { items, page } = paginate(context.find('access-key', 'user', userName), input);
  return {
    AccessKeyMetadata: items.map((key) => ({
      UserName: key.userName,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      CreateDate: new Date(key.createdAt),
    })),
    ...page,
  };
}

/** Without a user name AWS takes the caller's own, which is never the owner of the key here. */
function updateAccessKey(input: UpdateAccessKeyCommandInput, context: WriteContext) {
  const id = need(input.AccessKeyId, 'accessKeyId');
  const status = need(input.Status, 'status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw validationError(
      `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  }
  if (input.UserName !== undefined) findUser(input.UserName, context);
  const key = context.get('access-key', id);
  if (!key || key.userName !== input.UserName) throw noSuchKey(id);
  context.put('access-key', { ...key, status });
  return {};
}

function getAccessKeyLastUsed(input: GetAccessKeyLastUsedCommandInput, context: ReadContext) {
  const id = need(input.AccessKeyId, 'accessKeyId');
  const key = context.get('access-key', id);
  if (!key) throw noSuchKey(id);
  const { lastUsed, userName } = key;
  return {
    UserName: userName,
    AccessKeyLastUsed: lastUsed
      ? { LastUsedDate: new Date(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region }
      : { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' },
  };
}

export const accessKeyCommands: CommandTable = {
  ListAccessKeys: reads<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>(
    ['UserName', 'Marker', 'MaxItems'],
    listAccessKeys,
  ),
  UpdateAccessKey: writes<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>(
    ['UserName', 'AccessKeyId', 'Status'],
    updateAccessKey,
  ),
  GetAccessKeyLastUsed: reads<GetAccessKeyLastUsedCommandInput, GetAccessKeyLastUsedCommandOutput>(
    ['AccessKeyId'],
    getAccessKeyLastUsed,
  ),
};
