// The body of a remote write: one protobuf message, in snappy's block form without any compression.
// https://prometheus.io/docs/specs/prw/remote_write_spec/

/** A write of series with one sample each. A label may stand twice. */
export function remoteWrite(series: readonly (readonly (readonly [string, string])[])[]): Buffer {
  return snappy(Buffer.concat(series.map((labels) => field(1, timeSeries(labels)))));
}

function timeSeries(labels: readonly (readonly [string, string])[]): Buffer {
  const pairs = labels.map(([name, value]) =>
    field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
  );
  const value = Buffer.alloc(9);
  value.writeUInt8((1 << 3) | 1, 0);
  value.writeDoubleLE(1, 1);
  const time = Buffer.concat([Buffer.of(2 << 3), varint(BigInt(Date.now()))]);
  return Buffer.concat([...pairs, field(2, Buffer.concat([value, time]))]);
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of((number << 3) | 2), varint(BigInt(content.length)), content]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    if (rest <= 0x7fn) return Buffer.from(bytes);
  }
}

/** One literal of up to 64 KiB. */
function snappy(content: Buffer): Buffer {
  const header = Buffer.alloc(3);
  header.writeUInt8(61 << 2, 0);
  header.writeUInt16LE(content.length - 1, 1);
  return Buffer.concat([varint(BigInt(content.length)), header, content]);
}
