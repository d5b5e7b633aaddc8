import * as z from 'zod';

/** The `deploy.entry` part of the configuration: how people reach what is deployed. */
export const EntryConfig = z
  .strictObject({
    /** Puts the console onto CloudFront. It is built before: `npm run build`. */
    console: z.boolean().default(false),
    /** Whether everybody needs a second factor, which is an authenticator app, or who wants to. */
    mfa: z.enum(['required', 'optional']).default('required'),
    /** A name of your own, such as `tourniquet.example.com`. Null: the name that AWS gives. */
    domain: z
      .strictObject({
        name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is no host name in lower case'),
        /** Of Certificate Manager, for that name: of us-east-1 where there is the console, else of the stack's Region. */
        certificate: z
          .string()
          .regex(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, 'is no ARN of a certificate'),
      })
      .nullable()
      .default(null),
  })
  .refine(
    (entry) => !entry.console || entry.domain === null || /:acm:us-east-1:/.test(entry.domain.certificate),
    {
      message: 'is for CloudFront, which takes certificates of us-east-1 alone: make one there',
      path: ['domain', 'certificate'],
    },
  )
  .prefault({});
export type EntryConfig = z.infer<typeof EntryConfig>;
