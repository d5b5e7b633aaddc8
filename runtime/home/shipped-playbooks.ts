import { fileURLToPath } from 'node:url';

/** The folder of the playbooks that ship with Tourniquet. */
export const shippedPlaybooks = fileURLToPath(new URL('../../playbooks/', import.meta.url));
