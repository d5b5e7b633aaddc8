import { type Completion, type CompletionSource, snippetCompletion } from '@codemirror/autocomplete';
import type { SchemaService, Suggestion } from './schema-service.ts';

/** Where it is worth looking unasked: in a text or a word, not after each brace and blank. */
const WORD = /["\w$.-]$/;

/** What the schema knows of, as CodeMirror offers it. */
export const completeBy =
  (service: SchemaService): CompletionSource =>
  async ({ state, pos, explicit }) => {
    if (!explicit && !WORD.test(state.sliceDoc(Math.max(0, pos - 1), pos))) return null;
    const suggestions = await service.complete(state.doc.toString(), pos);
    const [first] = suggestions;
    if (first === undefined) return null;
    return {
      from: first.from,
      to: first.to,
      options: suggestions.map(toCompletion),
      validFor: /^["\w$.-]*$/,
    };
  };

function toCompletion({ label, match, kind, explanation, template }: Suggestion): Completion {
  return snippetCompletion(template, {
    label: match,
    displayLabel: label,
    type: kind === 'property' ? 'property' : 'constant',
    ...(explanation !== '' && { info: explanation }),
  });
}
