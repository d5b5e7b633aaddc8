/** One reason why Step Functions would refuse a definition. */
export interface DefinitionProblem {
  /** RFC 6901: `/States/Isolate/Next`; empty for the whole. */
  readonly pointer: string;
  readonly reason: string;
}

/** The definition is refused: Step Functions would refuse it too, or it uses what this engine does not have. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  readonly problems: readonly DefinitionProblem[];
  constructor(problems: readonly DefinitionProblem[]) {
    const lines = problems.map(({ pointer, reason }) => `${pointer === '' ? '/' : pointer}: ${reason}`);
    super(`Invalid State Machine Definition: ${lines.join('; ')}`);
    this.problems = problems;
  }
}

export type Report = (pointer: string, reason: string) => void;

/** Appends a member's name to a pointer. */
export const pointTo = (pointer: string, ...members: readonly (string | number)[]): string =>
  members.reduce<string>((path, member) => `${path}/${escapeMember(String(member))}`, pointer);

const escapeMember = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');
