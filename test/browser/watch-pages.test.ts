import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, inject, it, onTestFinished } from 'vitest';
import { launchBrowser } from './support/launch-browser.ts';
import { watchPages } from './support/watch-pages.ts';

/** A page that does everything that none of ours may. */
const page = `<!doctype html><title>bad</title>
  <img src="https://evil.example/pixel.png">
  <script nonce="ours">
    document.head.insertAdjacentHTML('beforeend', '<style>p { color: red }</style>');
    fetch('/fault');
    throw new Error('nobody caught this');
  </script>`;
const headers = { 'content-type': 'text/html', 'content-security-policy': "style-src 'self'" };

it('what is wrong on a page is noticed: else every test here would be worth less than it seems', async () => {
  const server = createServer(({ url }, response) => {
    const status = url === '/fault' ? 500 : 200;
    response.writeHead(status, headers).end(url === '/' ? page : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser(inject('chromium'));
  onTestFinished(async () => {
    await browser.close();
    server.close();
  });
  const context = await browser.newContext();
  const watch = watchPages(context);
  await (
    await context.newPage()
  ).goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'networkidle' });
  const all = watch.troubles.join('\n');
  for (const trouble of [
    'left this machine: https://evil.example/pixel.png',
    'uncaught: nobody caught this',
    'Content Security Policy',
    '500 from http://127.0.0.1',
  ])
    expect(all).toContain(trouble);
});
