import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev:console` finds a running server. */
const server = process.env['TOURNIQUET_URL'] ?? 'http://127.0.0.1:7788';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    // Browsers that know `light-dark()` and CSS nesting: nothing is rewritten.
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    // The server's content security policy is `default-src 'self'`: no data URLs, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The host stays as the browser sent it, so that the origin of a POST is the server's own.
    proxy: Object.fromEntries(['/api', '/approve', '/health'].map((path) => [path, { target: server }])),
  },
});
