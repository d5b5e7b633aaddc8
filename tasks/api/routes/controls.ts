import { Controls, PauseRequest } from '../../../core/api/overview.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Control } from '../../../core/records/controls.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { type Route, route } from '../route.ts';

export interface ControlPorts {
  readonly stores: Stores;
  readonly clock: Clock;
}

/** The kill switch. */
export const controlRoutes = ({ stores, clock }: ControlPorts): readonly Route[] => {
  const turn = (path: `/${string}`, summary: string, paused: boolean): Route =>
    route(
      {
        method: 'post',
        path,
        role: 'responder',
        summary,
        description: 'What is under way is finished step by step; undo, asked for by a person, still works.',
        body: PauseRequest,
        answer: Controls,
      },
      async ({ body, person }) => {
        const at = new Date(clock.now()).toISOString();
        const control: Control = { paused, by: person.name, at, reason: body.reason ?? 'none given' };
        await stores.controls.set(control);
        return control;
      },
    );
  return [
    route(
      {
        method: 'get',
        path: '/api/controls',
        role: 'viewer',
        summary: 'Whether the kill switch is on, and who turned it last',
        answer: Controls,
      },
      async () => (await stores.controls.read()) ?? { paused: false, by: null, at: null, reason: null },
    ),
    turn('/api/controls/pause', 'Kill switch on: nothing automatic changes an account any more', true),
    turn('/api/controls/resume', 'Kill switch off: playbooks act again', false),
  ];
};
