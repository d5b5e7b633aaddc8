import { Config } from '../../core/config.ts';
import { openHome } from '../../runtime/home/open-home.ts';
import { createApiPorts } from '../../runtime/http/api-ports.ts';
import { startServer } from '../../runtime/server.ts';
import { createMemoryLimits } from '../../tasks/api/limits.ts';

/** The embedded home as `npm start` starts it, but that it answers as many requests as it can: a program of its own. */
const config = Config.parse({});
const home = await openHome({ database: process.argv[2] ?? '', config, playbooks: null });
const ports = createApiPorts({
  home,
  account: 'simulated',
  config,
  playbooks: null,
  tell: (line) => console.error(line),
  onFault: (error) => console.error(error),
});
const server = await startServer({
  ...ports,
  limits: createMemoryLimits({ reading: Number.MAX_SAFE_INTEGER }),
  engine: null,
  console: null,
  host: '127.0.0.1',
  names: [],
  port: 0,
});
process.send?.(server.url);
process.on('message', () => process.send?.(process.cpuUsage()));
process.once('disconnect', () => {
  void server.close().then(() => home.close());
});
