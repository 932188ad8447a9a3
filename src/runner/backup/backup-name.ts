/** `sql`: made by pg_dump, for a server. `pglite`: the whole data of a PGlite, as a compressed tar. */
export type BackupFormat = 'sql' | 'pglite';

export interface BackupName {
  readonly file: string;
  /** When it was begun, to the second. */
  readonly time: Date;
  /** From 1, among those of one second. */
  readonly number: number;
  readonly format: BackupFormat;
}

export const partialSuffix = '.partial';

const endings: Readonly<Record<BackupFormat, string>> = { sql: '.sql', pglite: '.tar.gz' };
const pattern = /^backup_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?:_([1-9]\d*))?(\.sql|\.tar\.gz)$/;

/** `backup_20260131_235959.sql`, in UTC; `…_2.sql` for the second one of that second. */
export function backupName(time: Date, number: number, format: BackupFormat): string {
  const digits = time.toISOString().replace(/[-:]/g, '');
  const again = number === 1 ? '' : `_${number}`;
  return `backup_${digits.slice(0, 8)}_${digits.slice(9, 15)}${again}${endings[format]}`;
}

/** `undefined` for a file that is not one of ours. */
export function parseBackupName(file: string): BackupName | undefined {
  const found = pattern.exec(file);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, number = '1', ending] = found;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time.getTime())) return undefined;
  return { file, time, number: Number(number), format: ending === endings.sql ? 'sql' : 'pglite' };
}

/** Order of age, oldest first. */
export const compareBackups = (a: BackupName, b: BackupName): number =>
  a.time.getTime() - b.time.getTime() || a.number - b.number;
