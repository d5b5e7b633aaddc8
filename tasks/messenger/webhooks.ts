import { createHmac } from 'node:crypto';
import { Busy, InvalidInput, TourniquetError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { WebhooksConfig } from '../../core/webhooks-config.ts';
import type { PostJson } from './post-json.ts';

/** A webhook will not take what was posted to it, however often. */
class WebhookRefused extends TourniquetError {
  override readonly name = 'WebhookRefused';
  readonly retryable = false;
}

/** The webhooks of the configuration. URLs and secrets stay in here: either may let whoever reads it post. */
export interface Webhooks {
  readonly names: readonly string[];
  /** Null where no webhook has the name. */
  readonly findHost: (name: string) => string | null;
  /**
   * @returns the status with which it was taken.
   * @throws Busy where the webhook may take it later; WebhookRefused where it says no.
   */
  readonly post: (name: string, post: Post) => Promise<number>;
}

interface Post {
  readonly key: string;
  readonly body: string;
}

interface Ports {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly postJson: PostJson;
}

/** @throws InvalidInput where a secret is not in the environment. */
export function createWebhooks(config: WebhooksConfig, { env, clock, postJson }: Ports): Webhooks {
  const known = new Map(
    Object.entries(config).map(([name, { url, secretFrom }]) => [
      name,
      { url, host: new URL(url).host, secret: readSecret(name, secretFrom, env) },
    ]),
  );
  return {
    names: [...known.keys()],
    findHost: (name) => known.get(name)?.host ?? null,
    async post(name, { key, body }) {
      const webhook = known.get(name);
      if (webhook === undefined) throw new WebhookRefused(`no webhook '${name}' is configured`);
      const { url, host, secret } = webhook;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'tourniquet',
        'idempotency-key': key,
        ...(secret === null ? {} : { 'x-tourniquet-signature': sign(body, secret, clock) }),
      };
      const status = await postJson({ url, headers, body });
      return judge(status, `webhook '${name}' (${host})`);
    },
  };
}

/** Configured nowhere: any home that was not told of webhooks. */
export const noWebhooks: Webhooks = {
  names: [],
  findHost: () => null,
  post: (name) => Promise.reject(new WebhookRefused(`no webhook '${name}' is configured`)),
};

/** Cases of playbooks: every webhook is there and takes everything, and nothing is sent. */
export const pretendedWebhooks: Webhooks = {
  names: [],
  findHost: () => 'webhook.invalid',
  post: () => Promise.resolve(204),
};

function readSecret(name: string, from: string | undefined, env: Ports['env']): string | null {
  if (from === undefined) return null;
  const variable = from.slice('env:'.length);
  const secret = env[variable];
  if (secret) return secret;
  throw new InvalidInput(
    `/webhooks/${name}/secretFrom: the environment variable ${variable} is not set; set it, or leave secretFrom out`,
  );
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>`. With the time in it, no post can be played again later. */
function sign(body: string, secret: string, clock: Clock): string {
  const seconds = Math.floor(clock.now() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

const later = new Set([408, 425, 429]);

function judge(status: number, webhook: string): number {
  if (status >= 200 && status < 300) return status;
  if (status >= 500 || later.has(status)) throw new Busy(`${webhook} answered ${status}; try again later`);
  const redirects = status >= 300 && status < 400 ? ', a redirect, which is never followed' : '';
  throw new WebhookRefused(
    `${webhook} answered ${status}${redirects}; correct its url, or what it expects, in the configuration's webhooks`,
  );
}
