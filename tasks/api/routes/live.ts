import type { Changes } from '../../../core/ports/changes.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export interface LivePorts {
  /** Null where nothing can be streamed, as from Lambda behind an HTTP API: clients ask again instead. */
  readonly changes: Changes | null;
}

/** Proxies close connections on which nothing is said for a minute or so. */
const heartbeatMs = 20_000;
/** Then it ends, and the browser comes again by itself: who was signed out meanwhile is not let in. */
const longestMs = 600_000;
/** Windows of one person. Who has more asks again in the others. */
const mostEach = 10;

export const liveRoutes = ({ changes }: LivePorts): readonly Route[] => {
  const listeners = countListeners();
  return [
    route(
      {
        method: 'get',
        path: '/api/live',
        role: 'viewer',
        summary: 'Learn that something changed, as server-sent events',
        description:
          'Sends `event: changed`, without data, at most a few times a second: ask again for what is shown.',
        answer: 'text/event-stream',
        problems: [501, 503],
      },
      ({ person }) => {
        if (changes === null) throw new Refusal(501, 'nothing is streamed here; ask again every few seconds');
        return new Response(streamChanges(listeners(changes, person.name)), {
          headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
        });
      },
    ),
  ];
};

/** Everybody has room, however many windows somebody leaves open. */
function countListeners(): (changes: Changes, name: string) => Changes {
  const counts = new Map<string, number>();
  const add = (name: string, more: number): void => {
    const count = (counts.get(name) ?? 0) + more;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  return (changes, name) => ({
    listen(listener) {
      if ((counts.get(name) ?? 0) >= mostEach) return null;
      const stop = changes.listen(listener);
      if (stop === null) return null;
      add(name, 1);
      return () => {
        stop();
        add(name, -1);
      };
    },
  });
}

const encoder = new TextEncoder();

/** @throws Refusal when too many listen. */
function streamChanges(changes: Changes): ReadableStream<Uint8Array> {
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  // Who does not read what was said need not be told more.
  const say = (text: string): void => {
    if (stream !== undefined && (stream.desiredSize ?? 0) > 0) stream.enqueue(encoder.encode(text));
  };
  const stop = changes.listen(() => say('event: changed\ndata:\n\n'));
  if (stop === null)
    throw new Refusal(503, 'too many listen already; ask again every few seconds', {
      headers: { 'retry-after': '30' },
    });
  const heartbeat = setInterval(() => say(': still here\n\n'), heartbeatMs).unref();
  const end = (): void => {
    clearInterval(heartbeat);
    clearTimeout(longest);
    stop();
  };
  const longest = setTimeout(() => {
    end();
    stream?.close();
  }, longestMs).unref();
  return new ReadableStream({
    start(controller) {
      stream = controller;
      say('retry: 2000\n\n');
    },
    cancel: end,
  });
}
