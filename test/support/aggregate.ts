import { hash } from 'node:crypto';
import { PbfWriter } from 'pbf';

/** What the Kinesis Producer Library makes of a message. */
export const seal = (message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, hash('md5', message, 'buffer')]);

/** An aggregate as producers write it, with keys and tags beside the data. */
export function aggregate(...datas: readonly (string | Uint8Array)[]): Buffer {
  const writer = new PbfWriter();
  writer.writeStringField(1, 'key');
  writer.writeStringField(2, '0');
  for (const data of datas)
    writer.writeMessage(
      3,
      (bytes: Uint8Array, record: PbfWriter) => {
        record.writeVarintField(1, 0);
        record.writeVarintField(2, 0);
        record.writeBytesField(3, bytes);
        record.writeMessage(4, (_, tag: PbfWriter) => tag.writeStringField(1, 'tag'), null);
      },
      Buffer.from(data),
    );
  return seal(writer.finish());
}
