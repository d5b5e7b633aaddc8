import { useMemo, useRef, useState } from 'react';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Json } from '../../components/json.tsx';
import { ErrorBox, Loaded } from '../../components/states.tsx';
import { CodeEditor, type EditorHandle } from '../../editor/code-editor.tsx';
import { createSchemaService } from '../../editor/schema-service.ts';
import { useLeaveWarning } from '../../shell/leave-guard.tsx';
import { findStep } from './find-step.ts';
import { PlaybookGraph } from './playbook-graph.tsx';
import { toMarkers } from './problem-places.ts';
import { Problems } from './problems.tsx';
import { SaveBar } from './save-bar.tsx';
import { ShadowRun } from './shadow-run.tsx';
import type { Saved } from './draft.ts';
import { useDraft } from './use-draft.ts';
import { useShadowRun } from './use-shadow-run.ts';
import { useValidation } from './use-validation.ts';
import './playbooks.css';

interface WorkbenchProps {
  /** Null: it is a new one. */
  readonly id: string | null;
  readonly saved: Saved;
  /** What it compiles to, as it is saved. */
  readonly definition: string | null;
  readonly editable: boolean;
}

const nothing = [] as const;

/** A playbook's text beside what becomes of it: its graph, what is wrong with it, what it would do. */
export function Workbench(props: WorkbenchProps) {
  const query = useAnswer(endpoints.playbookSchema);
  return (
    <Loaded lines={12} query={query}>
      {(schema) => <Bench {...props} schema={schema} />}
    </Loaded>
  );
}

interface BenchProps extends WorkbenchProps {
  readonly schema: Readonly<Record<string, unknown>>;
}

function Bench({ id, saved, definition, editable, schema }: BenchProps) {
  const mayWrite = useMay('author');
  const state = useDraft(saved);
  const { text } = state.draft;
  const validation = useValidation(text, mayWrite);
  const shadow = useShadowRun(text);
  const editor = useRef<EditorHandle>(null);
  // The schema is asked for again with everything else that changes: the same one stays the same service.
  const service = useMemo(() => createSchemaService(JSON.parse(JSON.stringify(schema)) as object), [schema]);
  const problems = validation.result?.problems ?? nothing;
  const markers = useMemo(
    () => (validation.upToDate ? toMarkers(problems) : nothing),
    [validation.upToDate, problems],
  );
  const drawn = useLatest(validation.result?.definition ?? null, definition);
  useLeaveWarning(state.dirty);
  const onState = (name: string) => {
    const place = findStep(text, name);
    if (place !== null) editor.current?.select(place.from, place.to);
  };
  return (
    <>
      <div className="workbench">
        <div className="editor-side">
          {mayWrite && (
            <SaveBar editable={editable} id={id} saved={saved} state={state} validation={validation} />
          )}
          <CodeEditor
            label="Playbook, as JSON"
            markers={markers}
            onChange={state.write}
            readOnly={!mayWrite}
            ref={editor}
            schema={service}
            text={text}
            version={state.draft.version}
          />
          {validation.error !== null && <ErrorBox error={validation.error} />}
          {problems.length > 0 && (
            <Problems onGo={(from, to) => editor.current?.select(from, to)} problems={problems} text={text} />
          )}
        </div>
        <PlaybookGraph definition={drawn} entered={shadow.entered} onState={onState} />
      </div>
      {mayWrite && <ShadowRun run={shadow} />}
      {drawn !== null && (
        <details className="card">
          <summary>What it compiles to, in Amazon States Language</summary>
          <Json value={drawn} what="state machine" />
        </details>
      )}
    </>
  );
}

/** The latest definition that there was: while a text has errors, the graph stays what it was. */
function useLatest(now: string | null, first: string | null): string | null {
  const [latest, setLatest] = useState(first);
  const next = now ?? latest ?? first;
  if (next !== latest) setLatest(next);
  return next;
}
