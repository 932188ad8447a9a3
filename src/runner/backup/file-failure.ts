import { PgairlockError } from '../../core/error.js';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than this system allows',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file of that name',
};

/** An error of the file system, not of a program that could not be started. */
export const isFileFailure = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error && !String(error.syscall).startsWith('spawn');

/** What the system answered to a write, and what to do about it. */
export function fileFailure(error: unknown, folder: string): PgairlockError {
  const code = isFileFailure(error) ? error.code : undefined;
  const reason = (code === undefined ? undefined : reasons[code]) ?? String(error);
  const advice =
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
      ? 'Make room, or name another folder in the config (backup.folder). Nothing half-written is left.'
      : 'Name a folder that can be written to in the config (backup.folder).';
  return new PgairlockError('backup-failed', `Cannot write the backup to ${folder}: ${reason}. ${advice}`, {
    cause: error,
  });
}
