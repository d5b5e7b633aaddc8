import { hash } from 'node:crypto';
import { PbfReader } from 'pbf';
import { InvalidInput } from '../../core/errors.ts';

/**
 * What the Kinesis Producer Library makes of many records of one shard: a magic number, a message of protocol buffers, its
 * MD5. https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
const magic = Buffer.from('f3899ac2', 'hex');
const digestBytes = 16;
/** `records` of an AggregatedRecord, and `data` of a Record. */
const [records, data] = [3, 3];

export const isAggregate = (bytes: Uint8Array): boolean =>
  bytes.length >= magic.length + digestBytes && magic.equals(bytes.subarray(0, magic.length));

/**
 * The records as their producer put them, without their keys.
 * @throws InvalidInput where it is broken; what stood before the place is told apart by then.
 */
export function* splitAggregate(bytes: Uint8Array): Generator<Uint8Array> {
  const message = bytes.subarray(magic.length, -digestBytes);
  if (!hash('md5', message, 'buffer').equals(bytes.subarray(-digestBytes)))
    throw broken('its checksum is another: its bytes were changed, or are not all there');
  const reader = new PbfReader(message);
  try {
    for (let field = reader.nextField(); field !== 0; field = reader.nextField())
      if (field === records) yield readData(reader);
    if (reader.pos !== message.length) throw new RangeError('it ends within a field');
  } catch (error) {
    throw broken('its checksum is right, and its records cannot be told apart', error);
  }
}

/** @throws RangeError where it says that it has more bytes than there are. */
function readData(reader: PbfReader): Uint8Array {
  const end = reader.readVarint() + reader.pos;
  const found = reader.readFields<{ bytes: Uint8Array }>(
    (field, into, inner) => {
      if (field === data) into.bytes = inner.readBytes();
    },
    { bytes: new Uint8Array() },
    end,
  );
  if (reader.pos !== end || end > reader.length) throw new RangeError('a record ends beyond its end');
  return found.bytes;
}

const broken = (why: string, cause?: unknown): InvalidInput =>
  new InvalidInput(
    `it is an aggregate of the Kinesis Producer Library, but ${why}; put it again, or without aggregation`,
    { cause },
  );
