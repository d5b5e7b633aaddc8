import * as z from 'zod';

/** What is posted says which resources are attacked: in the clear it never leaves the machine. */
const safeUrl = z
  .union(
    [
      z.url({ protocol: /^https$/ }),
      z.url({ protocol: /^http$/, hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/ }),
    ],
    'must be a URL that begins with https:// (http:// on this machine only)',
  )
  .refine((url) => !/^[^/]*\/\/[^/]*@/.test(url), 'must not hold a user or password');

/** What playbooks call a webhook. */
export const webhookName = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * The `webhooks` part of the configuration, by the name that playbooks call them. A playbook names no URL:
 * what a finding says never decides where something is sent.
 */
export const WebhooksConfig = z
  .record(
    z.string(),
    z.strictObject({
      url: safeUrl,
      /** The environment variable that holds the secret with which posts are signed. Default: they are not. */
      secretFrom: z
        .string()
        .regex(/^env:[A-Za-z_]\w*$/, 'names no environment variable: write env:NAME')
        .optional(),
    }),
  )
  .superRefine((webhooks, context) => {
    for (const key of Object.keys(webhooks)) {
      if (webhookName.test(key)) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `${JSON.stringify(key)} is no name: up to 40 small letters, digits and hyphens`,
      });
    }
  })
  .default({});
export type WebhooksConfig = z.infer<typeof WebhooksConfig>;
