import { createHash } from 'node:crypto';

/**
 * SHA-256 in hex of SQL text. Line endings and a byte-order mark do not count, so that a checkout on another system has
 * the same sum; for a file with LF endings and one direction it is what `sha256sum` prints.
 */
export const checksum = (text: string): string =>
  createHash('sha256')
    .update(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
    .digest('hex');
