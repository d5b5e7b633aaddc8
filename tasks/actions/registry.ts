import type { Action } from './action.ts';
import { isolateInstance } from './ec2/isolate-instance/index.ts';

/** Every action, by id. A new one is a folder, and a line here and in the catalog. */
export const actions: ReadonlyMap<string, Action> = new Map(
  [isolateInstance].map((action) => [action.spec.id, action]),
);
