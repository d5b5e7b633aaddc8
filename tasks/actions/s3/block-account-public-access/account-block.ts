import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3-control';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';
import { parseBlock, type Blockable } from '../access-block.ts';

export function createAccountBlock(s3control: Clients['s3control'], AccountId: string): Blockable {
  return {
    name: `account ${AccountId}`,
    async read() {
      const found = await orNull(
        s3control.send(new GetPublicAccessBlockCommand({ AccountId })),
        'NoSuchPublicAccessBlockConfiguration',
      );
      return found && parseBlock(found.PublicAccessBlockConfiguration);
    },
    write: (settings) =>
      settings === null
        ? s3control.send(new DeletePublicAccessBlockCommand({ AccountId }))
        : s3control.send(
            new PutPublicAccessBlockCommand({
              AccountId,
              PublicAccessBlockConfiguration: { ...settings },
            }),
          ),
  };
}
