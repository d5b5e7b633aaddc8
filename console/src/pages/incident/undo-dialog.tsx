import type { UndoRequest, UndoResult } from '../../../../core/api/incidents.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer, useSend } from '../../api/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Loaded } from '../../components/states.tsx';
import { Calls } from '../../plan/plan-view.tsx';
import { TargetName } from '../../plan/target-name.tsx';

interface UndoDialogProps {
  readonly incident: string;
  /** One action only; absent: everything that the incident holds. */
  readonly action?: string;
  readonly onClose: () => void;
}

/** Shows what the rehearsal says, and undoes when that is confirmed. What was done stands there until one closes it. */
export function UndoDialog({ incident, action, onClose }: UndoDialogProps) {
  const rehearsal = useAnswer(endpoints.undo(incident, action));
  const { mutate, isPending, error, data: done } = useSend<UndoResult, UndoRequest>(endpoints.undo(incident));
  const undo = () => mutate(action === undefined ? {} : { action });
  const shown = done === undefined ? rehearsal : { ...rehearsal, data: done };
  return (
    <ConfirmDialog
      action={done === undefined ? 'Undo' : null}
      busy={isPending}
      error={error}
      onClose={onClose}
      onConfirm={undo}
      ready={(rehearsal.data?.undone.length ?? 0) > 0}
      title={titleOf(action, done)}
    >
      <Loaded query={shown}>{(result) => <Outcome isDone={done !== undefined} result={result} />}</Loaded>
    </ConfirmDialog>
  );
}

function titleOf(action: string | undefined, done: UndoResult | undefined): string {
  if (done !== undefined) return done.undone.length === 0 ? 'Nothing was undone' : 'Undone';
  return action === undefined ? 'Undo everything that this incident holds?' : `Undo ${action}?`;
}

interface OutcomeProps {
  readonly result: UndoResult;
  readonly isDone: boolean;
}

function Outcome({ result: { undone, left, held, released, calls }, isDone }: OutcomeProps) {
  return (
    <>
      <Subjects items={undone} title={isDone ? 'Put back' : 'Will be put back'} />
      <Subjects items={left} title="Left as it is" />
      {calls.map(({ action, target, calls: made }) => (
        <div key={`${action} ${target.id}`}>
          <Calls calls={made} />
        </div>
      ))}
      {undone.length === 0 && left.length === 0 && <p>There is nothing to put back.</p>}
      <p>
        {released
          ? `${isDone ? 'The incident is' : 'The incident will be'} released: it holds nothing any more.`
          : `${held.length} ${held.length === 1 ? 'containment stays' : 'containments stay'} in place.`}
      </p>
    </>
  );
}

interface SubjectsProps {
  readonly title: string;
  readonly items: readonly (UndoResult['undone'][number] & { readonly reason?: string })[];
}

const Subjects = ({ title, items }: SubjectsProps) =>
  items.length > 0 && (
    <section>
      <h3>{title}</h3>
      <ul className="bullets">
        {items.map(({ action, target, reason }) => (
          <li key={`${action} ${target.id} ${reason ?? ''}`}>
            <strong>{action}</strong> on <TargetName {...target} />
            {reason !== undefined && <>: {reason}</>}
          </li>
        ))}
      </ul>
    </section>
  );
