import { describe, expect, test } from 'vitest';
import { backupName, compareBackups, parseBackupName } from '../../../src/runner/backup/backup-name.js';

const time = new Date('2026-01-31T23:59:58.900Z');

describe('the name of a backup', () => {
  test('tells the time in UTC, to the second', () => {
    expect(backupName(time, 1, 'sql')).toBe('backup_20260131_235958.sql');
    expect(backupName(time, 1, 'pglite')).toBe('backup_20260131_235958.tar.gz');
  });

  test('numbers those of one second', () => {
    expect(backupName(time, 12, 'sql')).toBe('backup_20260131_235958_12.sql');
  });

  test('is read back', () => {
    expect(parseBackupName('backup_20260131_235958_12.tar.gz')).toEqual({
      file: 'backup_20260131_235958_12.tar.gz',
      time: new Date('2026-01-31T23:59:58Z'),
      number: 12,
      format: 'pglite',
    });
  });

  test.each([
    'backup.sql',
    'backup_20260131_235958.sql.partial',
    'backup_20260131_235958_0.sql',
    'backup_20261331_235958.sql',
    'my_backup_20260131_235958.sql',
    'backup_20260131_235958.sql.bak',
    'backup_20260131_235958.dump',
  ])('is not that of %s', (file) => {
    expect(parseBackupName(file)).toBeUndefined();
  });

  test('orders by time, and then by number, not by letters', () => {
    const files = [
      'backup_20260131_235958_10.sql',
      'backup_20260201_000000.sql',
      'backup_20260131_235958_2.tar.gz',
      'backup_20260131_235958.sql',
    ];
    const names = files.map(parseBackupName).filter((name) => name !== undefined);
    expect(names.toSorted(compareBackups).map(({ file }) => file)).toEqual([
      'backup_20260131_235958.sql',
      'backup_20260131_235958_2.tar.gz',
      'backup_20260131_235958_10.sql',
      'backup_20260201_000000.sql',
    ]);
  });
});
