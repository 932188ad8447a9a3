import type { ErrorCode } from '../core/error.js';

/** `0` nothing at error level, `1` refused, `2` the program could not do what was asked. */
export const exitStatus = { clean: 0, refused: 1, failed: 2 } as const;

export const statusOf: Readonly<Record<ErrorCode, number>> = {
  usage: exitStatus.failed,
  'config-invalid': exitStatus.failed,
  'config-unreadable': exitStatus.failed,
  'input-not-found': exitStatus.failed,
  'input-unreadable': exitStatus.failed,
  'not-available': exitStatus.failed,
  'connection-failed': exitStatus.failed,
  'history-unusable': exitStatus.failed,
  'lock-lost': exitStatus.failed,
  'runner-busy': exitStatus.refused,
  'backup-failed': exitStatus.failed,
  'restore-failed': exitStatus.failed,
};
