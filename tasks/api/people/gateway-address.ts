import type { Context } from 'hono';
import * as z from 'zod';

const Gateway = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });

/** CloudFront says by it that a request came through our distribution. */
export const edgeHeader = 'x-tourniquet-edge';

/**
 * Whom a request came from, as API Gateway saw it: their own address, or CloudFront's, which says in front of whom it
 * stands.
 * @param edge what CloudFront sends in `edgeHeader`. Whoever knows it could say that they are somewhere else, and no more.
 */
export const createGatewayAddress =
  (edge: string | undefined) =>
  ({ env, req }: Context): string | undefined => {
    const gateway = Gateway.safeParse(env);
    if (!gateway.success) return undefined;
    const { sourceIp } = gateway.data.requestContext.http;
    if (edge === undefined || req.header(edgeHeader) !== edge) return sourceIp;
    // Who sends a request may begin the list; CloudFront adds whom it has it from, and API Gateway adds CloudFront.
    const way = (req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
    return (way.at(-1) === sourceIp ? way.at(-2) : way.at(-1)) || sourceIp;
  };
