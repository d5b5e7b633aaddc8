import { type Members, membersOf, textOf } from './json-members.ts';

/** What a state does, in a few words; null where its type says it all. */
export function describeState(state: Members): string | null {
  switch (state['Type']) {
    case 'Task':
      return describeTask(state);
    case 'Wait':
      return describeWait(state);
    case 'Fail':
      return textOf(state['Error']);
    default:
      return null;
  }
}

/** The action or playbook that it is about, where it is about one; else the function, or the service's own action. */
function describeTask(state: Members): string | null {
  const call = membersOf(state['Arguments'] ?? state['Parameters']);
  const subject = membersOf(call['Payload'])['action'] ?? membersOf(call['Input'])['playbook'];
  if (typeof subject === 'string' && !subject.startsWith('{%')) return subject;
  const name = textOf(call['FunctionName']);
  return name === null ? nameResource(textOf(state['Resource'])) : nameFunction(name);
}

/** `${AskFunction}` and `arn:aws:lambda:…:function:AskFunction:1` are `AskFunction`. */
function nameFunction(name: string): string {
  const bare = name.replace(/^\$\{|\}$/g, '');
  return /:function:([^:]+)/.exec(bare)?.[1] ?? bare;
}

/** `arn:aws:states:::states:startExecution.sync:2` is `states:startExecution`. */
const nameResource = (resource: string | null): string | null =>
  /:::(?:aws-sdk:)?([\w-]+:\w+)/.exec(resource ?? '')?.[1] ?? resource;

function describeWait({ Seconds, Timestamp }: Members): string | null {
  if (typeof Seconds === 'number') return `${Seconds} s`;
  return textOf(Timestamp) === null ? null : `until ${String(Timestamp)}`;
}
