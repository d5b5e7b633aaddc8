const signs = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/** Whether a proxy passed the request on: then whoever sent it need not be at this machine, whatever the connection says. */
export const isForwarded = (headers: Headers): boolean => signs.some((sign) => headers.has(sign));
