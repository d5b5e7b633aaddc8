/** Where the embedded home's machines and functions seem to live: an account that AWS gives to nobody. */
export const place = { partition: 'aws', region: 'us-east-1', accountId: '000000000000' } as const;

const arn = (service: string, rest: string): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${rest}`;

export const machineArn = (name: string): string => arn('states', `stateMachine:${name}`);
export const functionArn = (name: string): string => arn('lambda', `function:${name}`);

/** The function's name in its ARN. */
export const functionName = (functionOrArn: string): string => functionOrArn.split(':').at(-1) ?? '';
