/** How a format names a migration. */
export interface MigrationName {
  readonly id: string;
  readonly version: string;
  readonly name: string;
}

// `20260101_books`, `001-add`, `2026-01-31-add`, `2026.01.31T10.00.00.add`.
const version = /^(?:\d+(?:[-.T]\d+)*(?=[-_. ]|$)|\d+)/;

/** `0001_books.sql`, `0001_books.up.sql` → `0001_books`. */
export const migrationId = (file: string): string => file.replace(/(?:\.up)?\.sql$/i, '');

/** `0001_books.sql` → version `0001`, name `books`. A name without a number is all name. */
export function plainName(file: string): MigrationName {
  const id = migrationId(file);
  const [number = ''] = version.exec(id) ?? [];
  return { id, version: number, name: id.slice(number.length).replace(/^[-_. ]+/, '') };
}
