import { describe, expect, it, vi } from 'vitest';
import { createReleaseByFunction } from '../../../tasks/api/release-by-function.ts';
import { createInvoke } from '../../../tasks/aws/invoke-function.ts';
import { ReleaseRequest } from '../../../tasks/release-incident/request.ts';

const said = (text: string) => ({ transformToString: () => text });
const done = { undone: [], left: [], held: [], released: true };

function open(answer: object, within: (work: Promise<unknown>) => Promise<any> = (work) => work) {
  const send = vi.fn<(command: { input: { Payload: Uint8Array } }) => Promise<object>>(async () => answer);
  const invoke = createInvoke({ send } as never, 'release');
  const asked = () =>
    ReleaseRequest.parse(JSON.parse(new TextDecoder().decode(send.mock.calls[0]?.[0].input.Payload)));
  return { ...createReleaseByFunction({ invoke, within }), asked };
}

describe('releasing by a function of its own', () => {
  const answer = { Payload: said(JSON.stringify(done)) };

  it('says which incident, who lets go of it, and what of it', async () => {
    const { release, asked } = open(answer);
    expect(await release('inc-1', 'ana', 'isolate-instance')).toEqual(done);
    expect(asked()).toEqual({ incident: 'inc-1', by: 'ana', action: 'isolate-instance' });
  });

  it('is tried by nobody', async () => {
    const { rehearse, asked } = open(answer);
    expect(await rehearse('inc-1')).toEqual(done);
    expect(asked()).toEqual({ incident: 'inc-1', by: null });
  });

  it.each([
    ['NotFound', 'there is no incident inc-9', 'NotFound'],
    ['InvalidInput', 'it does not hold that', 'InvalidInput'],
    ['Busy', 'somebody else is at it', 'Busy'],
    ['Conflict', 'it waits no longer', 'Conflict'],
    ['constructor', 'not one of ours', 'Error'],
    ['TypeError', 'x is undefined', 'Error'],
    ['Sandbox.Timedout', 'Task timed out after 300.00 seconds', 'Error'],
  ])('fails as the function does: %s', async (errorType, errorMessage, name) => {
    const failure = {
      FunctionError: 'Unhandled',
      Payload: said(JSON.stringify({ errorType, errorMessage })),
    };
    const expected = expect.objectContaining({ name, message: expect.stringContaining(errorMessage) });
    await expect(open(failure).release('inc-9', 'ana')).rejects.toThrow(expected);
  });

  it('says that it goes on where that takes longer than a request may', async () => {
    const late = open(answer, async () => 'still-at-it');
    await expect(late.release('inc-1', 'ana')).rejects.toThrow(
      "undoing inc-1 takes longer than a request may; it goes on, and the incident's timeline tells how far it is",
    );
    await expect(late.rehearse('inc-1')).rejects.toThrow('try one action at a time');
  });
});
