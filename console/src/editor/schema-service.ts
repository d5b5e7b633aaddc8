import { type CompletionItem, getLanguageService, TextDocument } from 'vscode-json-languageservice';

/** What a JSON Schema knows about a place in a text. Offsets count UTF-16 units, as CodeMirror's do. */
export interface SchemaService {
  complete(text: string, offset: number): Promise<readonly Suggestion[]>;
  /** What stands there, in words; null: the schema says nothing about it. */
  explain(text: string, offset: number): Promise<Explanation | null>;
}

export interface Suggestion {
  readonly label: string;
  /** What is compared with what was typed: the label as it stands in the text, mostly in quotes. */
  readonly match: string;
  readonly kind: 'property' | 'value';
  readonly explanation: string;
  /** With `${n:…}` where the cursor goes next. */
  readonly template: string;
  readonly from: number;
  readonly to: number;
}

export interface Explanation {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const URI = 'playbook.json';
const SCHEMA = 'tourniquet:/schema.json';
/** CompletionItemKind.Property of the language server protocol. */
const PROPERTY = 10;

export function createSchemaService(schema: object): SchemaService {
  // Whatever a text names as its `$schema`, it is this one: nothing is asked of other addresses.
  const service = getLanguageService({
    workspaceContext: { resolveRelativePath: () => SCHEMA },
    schemaRequestService: async () => await Promise.resolve(JSON.stringify({ $ref: SCHEMA })),
  });
  service.configure({ schemas: [{ uri: SCHEMA, fileMatch: ['*'], schema }], validate: false });
  const open = (text: string) => {
    const document = TextDocument.create(URI, 'json', 1, text);
    return { document, json: service.parseJSONDocument(document) };
  };
  return {
    async complete(text, offset) {
      const { document, json } = open(text);
      const list = await service.doComplete(document, document.positionAt(offset), json);
      return (list?.items ?? []).flatMap((item) => readSuggestion(item, document));
    },
    async explain(text, offset) {
      const { document, json } = open(text);
      const hover = await service.doHover(document, document.positionAt(offset), json);
      const said = [hover?.contents ?? []]
        .flat()
        .map((part) => (typeof part === 'string' ? part : part.value));
      const words = said.join('\n').trim();
      if (!hover?.range || words === '') return null;
      return {
        text: withoutMarkdown(words),
        from: document.offsetAt(hover.range.start),
        to: document.offsetAt(hover.range.end),
      };
    },
  };
}

function readSuggestion(item: CompletionItem, document: TextDocument): Suggestion[] {
  const { textEdit, label, kind, documentation } = item;
  if (textEdit === undefined || !('range' in textEdit)) return [];
  return [
    {
      label,
      match: item.filterText ?? label,
      kind: kind === PROPERTY ? 'property' : 'value',
      explanation: typeof documentation === 'string' ? documentation : (documentation?.value ?? ''),
      template: toTemplate(textEdit.newText),
      from: document.offsetAt(textEdit.range.start),
      to: document.offsetAt(textEdit.range.end),
    },
  ];
}

/** The protocol's `$1` is CodeMirror's `${1}`; both know `${1:text}`, and the escape of a plain `$` is not needed. */
const toTemplate = (text: string): string => text.replace(/(?<!\\)\$(\d)/g, '$${$1}').replaceAll('\\$', '$');

/** The service escapes what Markdown would take for its own. */
const withoutMarkdown = (text: string): string => text.replace(/\\([\\`*_{}[\]()#+\-.!~<>|])/g, '$1');
