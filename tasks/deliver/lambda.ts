import { toHandler } from '../lambda/handler.ts';
import { readEnvironment } from '../lambda/environment.ts';
import { createMeter } from '../lambda/meter.ts';
import { clock, openPublisher, openStore } from '../lambda/own.ts';
import { createDeliver } from './index.ts';
import { readStream } from './read-stream.ts';

const meter = createMeter();

/** Woken by the table's stream for what was just written, and each minute for what was left. */
export const handler = toHandler('deliver', () => {
  const { TOURNIQUET_URL: url } = readEnvironment('TOURNIQUET_URL');
  const deliver = createDeliver({ ...openStore(), publisher: openPublisher(), clock, url });
  return async (event) => {
    const { delivered } = await deliver(readStream(event) ?? {});
    meter({ MessagesUnsent: delivered.filter(({ sent }) => !sent).length });
    return { delivered };
  };
});
