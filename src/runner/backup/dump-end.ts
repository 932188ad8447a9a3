import { open } from 'node:fs/promises';

/**
 * The last lines of a dump that pg_dump finished. Since 15.14 and its siblings `\unrestrict` follows.
 * @see https://www.postgresql.org/support/security/CVE-2025-8714/
 */
const end = /(?:^|\n)--\r?\n-- PostgreSQL database dump complete\r?\n--\s*(?:\\unrestrict \S+\s*)?$/;

/** More than the first line and the last ones take. */
const length = 16_384;

export const isDumpEnd = (text: string): boolean => end.test(text);

export interface Tail {
  add(chunk: Buffer): void;
  text(): string;
}

/** Keeps the last part of what went by. */
export function createTail(): Tail {
  let kept = Buffer.alloc(0);
  return {
    add(chunk) {
      kept = Buffer.concat([kept, chunk.subarray(-length)]).subarray(-length);
    },
    text: () => kept.toString('latin1'),
  };
}

/** The first and the last part of a file, as Latin-1 where they hold anything but ASCII. */
export async function readEnds(file: string): Promise<{ readonly first: string; readonly last: string }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (position: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return {
      first: (await read(0)).toString('utf8'),
      last: (await read(Math.max(0, size - length))).toString('latin1'),
    };
  } finally {
    await handle.close();
  }
}
