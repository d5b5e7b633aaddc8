import { TourniquetError } from '../../core/errors.ts';

/** A change that was not allowed at the moment it was to be made. The account was not touched by it. */
export class ChangeRefused extends TourniquetError {
  override readonly name = 'ChangeRefused';
  readonly retryable = false;
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(message);
    this.rule = rule;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
