import { deflateRawSync } from "node:zlib";

/** A file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Permissions that unpacking gives it, e.g. `0o755`. */
  readonly mode: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const MADE_ON_UNIX = (3 << 8) | VERSION;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const REGULAR_FILE = 0o100000;
/** 1980-01-01, the first day that the format knows: the same content makes the same archive, and so the same checksum. */
const DATE = (1 << 5) | 1;

/**
 * A ZIP archive with Unix permissions, as Terraform unpacks it. Written here, as Node has deflate and libraries for the
 * sixty lines around it weigh more than the rest of this package's dependencies.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const packed = deflateRawSync(file.content, { level: 9 });
    const sizes = [crc32(file.content), packed.length, file.content.length] as const;
    const local = Buffer.concat([head(LOCAL, [VERSION], sizes, name), name, packed]);
    const central = Buffer.concat([
      head(CENTRAL, [MADE_ON_UNIX, VERSION], sizes, name),
      attributes(file, offset),
      name,
    ]);
    parts.push(local);
    entries.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  return Buffer.concat([...parts, directory, end(files.length, directory.length, offset)]);
}

type Sizes = readonly [crc: number, packed: number, unpacked: number];

/** What stands both before a file and in the directory at the end. */
function head(signature: number, versions: readonly number[], sizes: Sizes, name: Buffer): Buffer {
  const shorts = [...versions, UTF8_NAMES, DEFLATED, 0, DATE];
  return Buffer.concat([
    uint32(signature),
    ...shorts.map(uint16),
    ...sizes.map(uint32),
    uint16(name.length),
    uint16(0),
  ]);
}

function attributes({ mode }: ZipFile, offset: number): Buffer {
  const external = ((REGULAR_FILE | mode) << 16) >>> 0;
  return Buffer.concat([uint16(0), uint16(0), uint16(0), uint32(external), uint32(offset)]);
}

function end(files: number, size: number, offset: number): Buffer {
  const counts = [0, 0, files, files].map(uint16);
  return Buffer.concat([uint32(END), ...counts, uint32(size), uint32(offset), uint16(0)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Node has it from 22.2 on. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
