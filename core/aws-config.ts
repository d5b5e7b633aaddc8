import * as z from 'zod';

/** The `aws` part of the configuration: how real accounts are reached. The simulated account needs none of it. */
export const AwsConfig = z
  .strictObject({
    /**
     * Name of the role that is assumed in every account, with its path if it has one. Null: the credentials
     * themselves are used, in their own account only.
     */
    role: z
      .string()
      .regex(
        /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
        'is no role name: give TourniquetResponder, or path/TourniquetResponder',
      )
      .nullable()
      .default(null),
    /** What the role's trust policy asks for as `sts:ExternalId`. */
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'is no external id: 2 to 1224 letters, digits and +=,.@:/-')
      .nullable()
      .default(null),
    /**
     * Accounts that may be entered, besides that of the credentials. Null: those of findings that AWS vouches for; what
     * log records name is entered only where it stands here.
     */
    accounts: z
      .array(z.string().regex(/^\d{12}$/, 'is no account: give 12 digits'))
      .max(10_000)
      .nullable()
      .default(null),
    /** Another place than AWS, such as a test server. AWS_ENDPOINT_URL is heeded too. */
    endpoint: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
  })
  .prefault({});
export type AwsConfig = z.infer<typeof AwsConfig>;
