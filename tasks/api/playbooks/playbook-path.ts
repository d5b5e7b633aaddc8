import * as z from 'zod';

/** Whether there is such a playbook is another question. */
export const PlaybookPath = z.object({ id: z.string().max(40) });
