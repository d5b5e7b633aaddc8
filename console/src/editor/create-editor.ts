import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completeBy } from './complete.ts';
import type { SchemaService } from './schema-service.ts';
import { theme } from './theme.ts';

export interface EditorOptions {
  readonly text: string;
  /** Says what is edited, to who does not see it. */
  readonly label: string;
  readonly readOnly: boolean;
  readonly schema: SchemaService;
  readonly onChange: (text: string) => void;
}

/** A part of the text, and what is wrong with it. */
export interface Marker {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface Editor {
  /** Puts another text in place of all of it: not what was typed here, but what came from elsewhere. */
  setText(text: string): void;
  mark(markers: readonly Marker[]): void;
  /** Shows and selects a part. */
  select(from: number, to: number): void;
  destroy(): void;
}

/**
 * A JSON editor in a shadow root: there CodeMirror's styles are adopted style sheets, which the content security
 * policy has nothing against, where a style element would be refused.
 */
export function createEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const state = EditorState.create({ doc: options.text, extensions: extend(options) });
  const view = new EditorView({ state, root, parent: root });
  const within = (offset: number) => Math.min(Math.max(0, offset), view.state.doc.length);
  return {
    setText: (text) => {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark: (markers) => {
      const diagnostics = markers.map(({ from, to, message }): Diagnostic => ({
        from: within(from),
        to: within(to),
        message,
        severity: 'error',
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    select: (from, to) => {
      view.dispatch({
        selection: { anchor: within(from), head: within(to) },
        effects: EditorView.scrollIntoView(within(from), { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** Tab is left alone: it leads out of the editor, as everywhere. */
function extend({ label, readOnly, schema, onChange }: EditorOptions): Extension[] {
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    json(),
    theme,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(readOnly),
    autocompletion({ override: [completeBy(schema)] }),
    hoverTooltip(async ({ state }, at) => await explainAt(schema, state.doc.toString(), at)),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...foldKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
  ];
}

async function explainAt(schema: SchemaService, text: string, at: number) {
  const explanation = await schema.explain(text, at);
  if (explanation === null) return null;
  const { from, to, text: words } = explanation;
  return {
    pos: from,
    end: to,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-explanation';
      dom.textContent = words;
      return { dom };
    },
  };
}
