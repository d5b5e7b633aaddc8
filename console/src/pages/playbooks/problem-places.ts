import type { PlaybookProblem } from '../../../../core/api/playbooks.ts';
import type { Marker } from '../../editor/create-editor.ts';

/** Counted from 1. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** What cannot be placed is marked at the beginning of the text. */
export const toMarkers = (problems: readonly PlaybookProblem[]): Marker[] =>
  problems.map(({ from, to, message, remedy }) => ({
    from: from ?? 0,
    to: to ?? from ?? 0,
    message: remedy === null ? message : `${message} (${remedy})`,
  }));
