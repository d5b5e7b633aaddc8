import { TourniquetError } from '../core/errors.ts';

/** One line for people: where, what, the value, the remedy. */
export interface FileProblem {
  readonly file: string;
  readonly problem: string;
}

/** Playbooks, rules or cases that cannot be used; every problem of each. */
export class InvalidFiles extends TourniquetError {
  override readonly name = 'InvalidFiles';
  readonly retryable = false;
  readonly problems: readonly FileProblem[];
  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ file, problem }) => `${file}: ${problem}`).join('; '));
    this.problems = problems;
  }
}
