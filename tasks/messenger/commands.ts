/**
 * Messages as commands, so that the guard of the actions' clients covers them like any change of an account.
 * Their names say, as the SDK's do, whether they read.
 */

interface MessageInput {
  /** Whoever sends a message under an id that was sent before, sends nothing. */
  readonly Id: string;
  readonly Incident: string;
  readonly Channel: string;
  readonly Subject: string;
  readonly Body: string;
}

/** Writes a message to the outbox. */
export class SendMessageCommand {
  readonly operation = 'SendMessage';
  readonly input: MessageInput;
  constructor(input: MessageInput) {
    this.input = input;
  }
}

/** Was a message sent? */
export class DescribeMessageCommand {
  readonly operation = 'DescribeMessage';
  readonly input: { readonly Id: string };
  constructor(input: { readonly Id: string }) {
    this.input = input;
  }
}

/** Did a webhook take a post? */
export class DescribePostCommand {
  readonly operation = 'DescribePost';
  readonly input: { readonly IdempotencyKey: string };
  constructor(input: { readonly IdempotencyKey: string }) {
    this.input = input;
  }
}

/** Looks a webhook up in the configuration. */
export class DescribeWebhookCommand {
  readonly operation = 'DescribeWebhook';
  readonly input: { readonly Webhook: string };
  constructor(input: { readonly Webhook: string }) {
    this.input = input;
  }
}

interface PostInput {
  readonly Webhook: string;
  /** The same at each attempt: the receiver may tell a repetition by it. */
  readonly IdempotencyKey: string;
  readonly Incident: string;
  readonly Revision: number;
  readonly Playbook: string | null;
  readonly Text: string;
}

/** Posts to a webhook of the configuration. */
export class PostWebhookCommand {
  readonly operation = 'PostWebhook';
  readonly input: PostInput;
  constructor(input: PostInput) {
    this.input = input;
  }
}
