import type {
  DeleteLoginProfileCommandInput,
  DeleteLoginProfileCommandOutput,
  GetLoginProfileCommandInput,
  GetLoginProfileCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  ListUserTagsCommandInput,
  ListUserTagsCommandOutput,
} from '@aws-sdk/client-iam';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import { noSuchEntity } from './iam-error.ts';
import { paginate } from './pages.ts';
import { findUser } from './principals.ts';

function getUser(input: GetUserCommandInput, context: ReadContext) {
  const user = findUser(input.UserName, context);
  return {
    User: {
      UserName: user.userName,
      UserId: user.userId,
      Arn: user.arn,
      Path: user.path,
      CreateDate: new Date(user.createdAt),
      ...(user.tags.length > 0 ? { Tags: user.tags.map((tag) => ({ ...tag })) } : {}),
    },
  };
}

function getLoginProfile(input: GetLoginProfileCommandInput, context: ReadContext) {
  const { userName, loginProfileSince } = findUser(input.UserName, context);
  if (loginProfileSince === null) throw noSuchEntity(`Login Profile for User ${userName} cannot be found.`);
  return {
    LoginProfile: {
      UserName: userName,
      CreateDate: new Date(loginProfileSince),
      PasswordResetRequired: false,
    },
  };
}

function deleteLoginProfile(input: DeleteLoginProfileCommandInput, context: WriteContext) {
  const user = findUser(input.UserName, context);
  if (user.loginProfileSince === null) {
    throw noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`);
  }
  context.put('user', { ...user, loginProfileSince: null });
  return {};
}

function listUserTags(input: ListUserTagsCommandInput, context: ReadContext) {
  const { items, page } = paginate(findUser(input.UserName, context).tags, input);
  return { Tags: items.map((tag) => ({ ...tag })), ...page };
}

export const userCommands: CommandTable = {
  GetUser: reads<GetUserCommandInput, GetUserCommandOutput>(['UserName'], getUser),
  GetLoginProfile: reads<GetLoginProfileCommandInput, GetLoginProfileCommandOutput>(
    ['UserName'],
    getLoginProfile,
  ),
  DeleteLoginProfile: writes<DeleteLoginProfileCommandInput, DeleteLoginProfileCommandOutput>(
    ['UserName'],
    deleteLoginProfile,
  ),
  ListUserTags: reads<ListUserTagsCommandInput, ListUserTagsCommandOutput>(
    ['UserName', 'Marker', 'MaxItems'],
    listUserTags,
  ),
};
