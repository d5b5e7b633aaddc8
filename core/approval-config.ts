import * as z from 'zod';

/** A person as configuration, messages and the timeline call them; an e-mail address will do. */
export const ApproverName = z
  .string()
  .regex(/^[\w.@+-]{1,64}$/, 'is no name of an approver: letters, digits and . _ - @ +, at most 64');

/** The `approvals` part of the configuration: who is asked where a playbook does not say it. */
export const ApprovalConfig = z
  .strictObject({
    /** Each gets a message of their own. Empty: one message, for whoever gets it; then one answer has to suffice. */
    approvers: z.array(ApproverName).max(20).default([]),
    /** How many of them have to say yes. */
    quorum: z.number().int().min(1).max(20).default(1),
    /** Where links lead, such as `https://tourniquet.example.com`. Null: to the embedded server. */
    url: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
  })
  .refine(({ approvers, quorum }) => quorum <= Math.max(1, approvers.length), {
    message: 'needs as many approvers, or more: name them in approvals.approvers',
    path: ['quorum'],
  })
  .prefault({});
export type ApprovalConfig = z.infer<typeof ApprovalConfig>;
