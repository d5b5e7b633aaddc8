import { readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../../core/json.ts';

const root = new URL('../../', import.meta.url);

/** A fenced block of a document. */
export interface Example {
  /** Where it stands: `docs/playbooks.md:61`. */
  readonly place: string;
  /** The file that the line before it names, as `` `path/file.json`: `` alone. */
  readonly file: string | undefined;
  readonly text: string;
}

const documents = [
  'README.md',
  ...readdirSync(new URL('docs/', root)).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** Every block of a language in the README and the guides. */
export function findExamples(language: string): readonly Example[] {
  return documents.flatMap((document) => {
    const text = readFileSync(new URL(document, root), 'utf8');
    const blocks = text.matchAll(
      new RegExp(`(?:^\`([^\`\\n]+)\`:\\n\\n)?^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'),
    );
    return [...blocks].map((block) => {
      const [, file, body = ''] = block;
      const line = text.slice(0, block.index).split('\n').length + (file === undefined ? 0 : 2);
      return { place: `${document}:${line}`, file, text: body };
    });
  });
}

export const readJson = ({ text }: Example): Json => JSON.parse(text) as Json;
