import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { createEditor, type Editor, type Marker } from './create-editor.ts';
import type { SchemaService } from './schema-service.ts';
import './code-editor.css';

/** What the page around an editor can have it do. */
export type EditorHandle = Pick<Editor, 'select'>;

interface CodeEditorProps {
  /** What it begins with, and shows instead whenever `version` changes: what is typed is not put back into it. */
  readonly text: string;
  readonly version: number;
  readonly label: string;
  readonly readOnly: boolean;
  readonly schema: SchemaService;
  readonly markers: readonly Marker[];
  readonly onChange: (text: string) => void;
  readonly ref: Ref<EditorHandle>;
}

/** A JSON editor that completes and explains by a schema, and marks what is wrong. */
export function CodeEditor({ text, version, markers, ref, onChange, ...options }: CodeEditorProps) {
  const { label, readOnly, schema } = options;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef({ text, onChange });
  useEffect(() => {
    latest.current = { text, onChange };
  });
  useEffect(() => {
    const { current } = host;
    if (current === null) return;
    const created = createEditor(current, {
      text: latest.current.text,
      label,
      readOnly,
      schema,
      onChange: (changed) => latest.current.onChange(changed),
    });
    editor.current = created;
    return () => {
      editor.current = null;
      created.destroy();
    };
  }, [label, readOnly, schema]);
  useEffect(() => editor.current?.setText(latest.current.text), [version]);
  useEffect(() => editor.current?.mark(markers), [markers]);
  useImperativeHandle(ref, () => ({ select: (from, to) => editor.current?.select(from, to) }), []);
  return <div className="code-editor" ref={host} />;
}
