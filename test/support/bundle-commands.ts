import type { Metafile } from 'esbuild';

/** A command of the SDK: `dynamodb`, `GetItem`. */
export interface BundledCommand {
  readonly client: string;
  readonly operation: string;
}

const inSdk = /@aws-sdk\/client-([\w-]+)\/dist-es\/(?:commands\/(\w+)Command|(\w+)Client)\.js$/;

/** What the SDK's clients bring along for themselves: discovery of endpoints, and sessions of directory buckets. */
const ofTheSdk: ReadonlySet<string> = new Set(['dynamodb:DescribeEndpoints', 's3:CreateSession']);

/**
 * The commands that a bundle can send, by function: esbuild drops those that nothing refers to, and a command without a
 * client that would send it is dead weight (the sweeper knows the actions, and calls none).
 */
export function readBundledCommands({ outputs }: Metafile): ReadonlyMap<string, readonly BundledCommand[]> {
  const bundles = Object.entries(outputs).filter(([path]) => path.endsWith('/index.mjs'));
  return new Map(
    bundles.map(([path, { inputs }]) => {
      const held = Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .flatMap(([input]) => {
          const [, client = '', operation] = inSdk.exec(input) ?? [];
          return client === '' ? [] : [{ client, operation }];
        });
      const clients = new Set(
        held.filter(({ operation }) => operation === undefined).map(({ client }) => client),
      );
      const commands = held.flatMap(({ client, operation }) =>
        operation === undefined || !clients.has(client) || ofTheSdk.has(`${client}:${operation}`)
          ? []
          : [{ client, operation }],
      );
      return [path.split('/').at(-2) ?? '', commands];
    }),
  );
}
