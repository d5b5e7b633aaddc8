import type {
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3-control';
import { NoSuchPublicAccessBlockConfiguration, S3ControlServiceException } from '@aws-sdk/client-s3-control';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import { toBlock } from './public-access.ts';

const answered = (httpStatusCode: number) => ({ httpStatusCode, attempts: 1, totalRetryDelay: 0 });

const controlError = (name: string, message: string, status: number) =>
  new S3ControlServiceException({ name, message, $fault: 'client', $metadata: answered(status) });

/** Nobody but the account itself may ask. */
function checkAccount(
  { AccountId }: { readonly AccountId?: string | undefined },
  { account }: ReadContext,
): void {
  if (AccountId !== account) throw controlError('AccessDenied', 'Access Denied', 403);
}

function getPublicAccessBlock(input: GetPublicAccessBlockCommandInput, context: ReadContext) {
  checkAccount(input, context);
  const found = context.get('account-access-block', context.account);
  if (!found) {
    const message = 'The public access block configuration was not found';
    throw new NoSuchPublicAccessBlockConfiguration({ message, $metadata: answered(404) });
  }
  return { PublicAccessBlockConfiguration: { ...found.settings } };
}

function putPublicAccessBlock(input: PutPublicAccessBlockCommandInput, context: WriteContext) {
  checkAccount(input, context);
  const { PublicAccessBlockConfiguration: wanted } = input;
  if (!wanted) {
    const message =
      'The XML you provided was not well-formed or did not validate against our published schema';
    throw controlError('MalformedXML', message, 400);
  }
  context.put('account-access-block', { account: context.account, settings: toBlock(wanted) });
  return {};
}

/** Deleting what is not there is no error. */
function deletePublicAccessBlock(input: DeletePublicAccessBlockCommandInput, context: WriteContext) {
  checkAccount(input, context);
  context.remove('account-access-block', context.account);
  return {};
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html */
export const s3controlCommands: CommandTable = {
  GetPublicAccessBlock: reads<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>(
    ['AccountId'],
    getPublicAccessBlock,
  ),
  PutPublicAccessBlock: writes<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>(
    ['AccountId', 'PublicAccessBlockConfiguration'],
    putPublicAccessBlock,
  ),
  DeletePublicAccessBlock: writes<DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput>(
    ['AccountId'],
    deletePublicAccessBlock,
  ),
};
