import type { Json } from '../core/json.ts';

/** One Lambda task: parses its payload, makes one call, returns JSON. */
export type Task = (payload: unknown) => Promise<Json>;
