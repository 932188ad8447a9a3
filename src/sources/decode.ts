/** A file's bytes as text; `problem` says why they cannot be SQL, and then there is no text. */
export interface Decoded {
  readonly text: string;
  readonly problem?: string | undefined;
}

const gitCrypt = Buffer.from('\0GITCRYPT\0', 'latin1');
const gitLfs = 'version https://git-lfs.github.com/spec/';

const startsWith = (bytes: Buffer, ...head: readonly number[]): boolean => head.every((byte, at) => bytes[at] === byte);

const lineAt = (bytes: Buffer, offset: number): number => {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line += 1;
  return line;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 with or without a byte-order mark, which is removed. Everything else is a problem in plain words. */
export function decode(bytes: Buffer): Decoded {
  const problem = unreadable(bytes);
  if (problem !== undefined) return { text: '', problem };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { text: '', problem: `Not valid UTF-8 ${describeInvalid(bytes)}. Save the file as UTF-8.` };
  }
}

function unreadable(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, gitCrypt.length).equals(gitCrypt)) {
    return 'Encrypted by git-crypt. Run `git-crypt unlock` before linting.';
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    return 'Encoded as UTF-16, which PostgreSQL cannot read. Save the file as UTF-8.';
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) return `Holds a NUL byte in line ${lineAt(bytes, zero)}. PostgreSQL refuses such text.`;
  if (bytes.subarray(0, gitLfs.length).toString('latin1') === gitLfs) {
    return 'A Git LFS pointer, not the file itself. Run `git lfs pull` before linting.';
  }
  return undefined;
}

/** Round-trips through the replacing decoder and compares: the first byte that differs is the first invalid one. */
function describeInvalid(bytes: Buffer): string {
  const again = Buffer.from(bytes.toString('utf8'), 'utf8');
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  const byte = bytes[at] ?? 0;
  return `(byte 0x${byte.toString(16).padStart(2, '0')} in line ${lineAt(bytes, at)})`;
}
