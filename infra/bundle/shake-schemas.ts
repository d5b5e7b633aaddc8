import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { leaveOutErrors } from './leave-out-errors.ts';
import { leaveOutMembers } from './leave-out-members.ts';

/**
 * The SDK's schemas have members such as `{ [_xN]: "item" }` with `const _xN = "xmlName"`. esbuild must take a computed
 * name for something that may have an effect, and so keeps every schema of a service; with the names written out it
 * drops those that no command of ours uses. EC2 goes from 870 kB to 345. What no task reads of an answer or an error goes too.
 */
export const shakeSchemas: Plugin = {
  name: 'shake-schemas',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/ },
      async ({ path }) => {
        const [, client = ''] = /@aws-sdk\/(client-[\w-]+)/.exec(path) ?? [];
        const source = await readFile(path, 'utf8');
        const read = leaveOutErrors(leaveOutMembers(source, client), client);
        return { contents: writeOutNames(read), loader: 'js' };
      },
    );
  },
};

export function writeOutNames(source: string): string {
  const names = new Map(
    [...source.matchAll(/^const (_\w+) = ("\w+");$/gm)].map(([, constant, text]) => [constant, text]),
  );
  return source.replaceAll(/\[(_\w+)\]:/g, (whole, constant: string) => {
    const text = names.get(constant);
    return text === undefined ? whole : `${text}:`;
  });
}
