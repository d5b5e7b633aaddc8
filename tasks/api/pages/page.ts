import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { SecureHeadersVariables } from 'hono/secure-headers';
import { style } from './style.ts';

/** The nonce of the page's one style element; there is no script. */
export const nonceOf = (context: Context): string =>
  String(context.get('secureHeadersNonce' satisfies keyof SecureHeadersVariables) ?? '');

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A whole page. It loads nothing from anywhere, and works without JavaScript. */
export const renderPage = (nonce: string, title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Tourniquet</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <header><span class="mark" aria-hidden="true"></span>Tourniquet</header>
        <main>${body}</main>
      </body>
    </html> `;

/** A page that says one thing. */
export const renderNotice = (nonce: string, { title, text }: { title: string; text: string }): Html =>
  renderPage(
    nonce,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  );
