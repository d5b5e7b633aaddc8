import {
  PlaybookDetail,
  type PlaybookProblem,
  PlaybookText,
  SaveRequest,
  ShadowRequest,
  ShadowResult,
  ValidationResult,
} from '../../../core/api/playbooks.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';
import { checkText } from '../playbooks/check-text.ts';
import type { ShelfReader } from '../playbooks/read-shelf.ts';
import type { PlaybookShelf } from '../playbooks/shelf.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { PlaybookPath } from '../playbooks/playbook-path.ts';

/** A text of 200,000 characters, each of which may be escaped. */
const maxText = 1_300_000;

/** Checking, trying out and saving playbooks. */
export const playbookEditingRoutes = (shelf: PlaybookShelf, reader: ShelfReader): readonly Route[] => [
  validateRoute(reader),
  saveRoute(shelf, reader),
  shadowRoute(shelf, reader),
];

const validateRoute = (reader: ShelfReader): Route =>
  route(
    {
      method: 'post',
      path: '/api/playbooks/validate',
      role: 'author',
      summary: 'Check the text of a playbook: everything that is wrong, and where',
      body: PlaybookText,
      maxBody: maxText,
      answer: ValidationResult,
    },
    ({ body }) => {
      const checked = checkText(body.text, reader.playbooks());
      return checked.ok
        ? { ok: true, problems: [], definition: JSON.stringify(checked.definition) }
        : { ok: false, problems: checked.problems, definition: null };
    },
  );

const saveRoute = (shelf: PlaybookShelf, reader: ShelfReader): Route =>
  route(
    {
      method: 'put',
      path: '/api/playbooks/{id}',
      role: 'author',
      summary: 'Save a playbook, for the next run on',
      description:
        '`base` is the hash that the edit began with: what somebody else saved meanwhile is not written over.',
      params: PlaybookPath,
      body: SaveRequest,
      maxBody: maxText,
      answer: PlaybookDetail,
      problems: [404, 409, 501],
    },
    async ({ params: { id }, body, person }) => {
      if (shelf.save === null)
        throw new Refusal(
          501,
          `playbooks are deployed here, each as a state machine: change playbooks/${id}/playbook.json where yours are kept, and run npx cdk deploy`,
        );
      requireSound(body.text, id, reader.playbooks());
      await shelf.save({ ...body, id, by: person.name });
      return await reader.detail(id);
    },
  );

const shadowRoute = (shelf: PlaybookShelf, reader: ShelfReader): Route =>
  route(
    {
      method: 'post',
      path: '/api/playbooks/shadow-run',
      role: 'author',
      summary: 'What a playbook would do about a finding',
      description:
        'Nothing is changed: it runs in a home of its own, on an account made up from the finding.',
      body: ShadowRequest,
      maxBody: maxText,
      answer: ShadowResult,
      problems: [404, 501, 503],
    },
    async ({ body }) => {
      if (shelf.shadowRun === null)
        throw new Refusal(
          501,
          'nothing is tried out here, for that takes an engine of its own: run npx --no-install tourniquet test, or a server on your desk, with the playbook',
        );
      requireSound(body.text, null, reader.playbooks());
      return await shelf.shadowRun(body);
    },
  );

/** @throws Refusal with all that is wrong. */
function requireSound(text: string, id: string | null, others: readonly Playbook[]): void {
  const checked = checkText(text, others);
  if (!checked.ok) throw refuse(checked.problems);
  const own = checked.playbook.id;
  if (id !== null && own !== id)
    throw new Refusal(422, `/id: is ${own}, and it is to be saved as ${id}; make them the same`, {
      errors: [{ pointer: '/id', detail: `is ${own}, not ${id}` }],
    });
}

function refuse(problems: readonly PlaybookProblem[]): Refusal {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const lineOf = ({ message, remedy }: PlaybookProblem): string =>
    [message, remedy].filter(Boolean).join('; ');
  const line = first === undefined ? '' : `${first.pointer || 'the playbook'}: ${lineOf(first)}`;
  const errors = problems.map((one) => ({ pointer: one.pointer, detail: lineOf(one) }));
  return new Refusal(422, `${line}${more}`, { errors });
}
