interface Directive {
  /** The file begins with it. */
  readonly first?: string;
  /** Behind the marker of each direction. */
  readonly afterMarker?: string;
}

/** How a file tells its tool to use no transaction. Other tools send a single statement in none, or have no word for it. */
export const directives: Readonly<Record<string, Directive>> = {
  dbmate: { afterMarker: ' transaction:false' },
  goose: { first: '-- +goose NO TRANSACTION\n' },
  'sql-migrate': { afterMarker: ' notransaction' },
  sqlx: { first: '-- no-transaction\n' },
  tern: { first: '---- tern: disable-tx ----\n' },
  'postgres-migrations': { first: '-- postgres-migrations disable-transaction\n' },
};

export interface Markers {
  readonly up: string;
  readonly down: string;
}

/** Where the SQL of one direction stands in a format's file. */
export const markers: Readonly<Record<string, Markers>> = {
  dbmate: { up: '-- migrate:up', down: '-- migrate:down' },
  goose: { up: '-- +goose Up', down: '-- +goose Down' },
  'sql-migrate': { up: '-- +migrate Up', down: '-- +migrate Down' },
  'node-pg-migrate': { up: '-- Up Migration', down: '-- Down Migration' },
  tern: { up: '', down: '---- create above / drop below ----' },
};

/** The text of a file that is there already, with its tool told to use no transaction. */
export function withoutTransaction(format: string, text: string): string {
  const { first = '', afterMarker = '' } = directives[format] ?? {};
  const begun = text.includes(first.trimEnd()) ? text : `${first}${text}`;
  const marks = markers[format];
  if (afterMarker === '' || marks === undefined) return begun;
  return begun
    .split('\n')
    .map((line) => {
      const marked = [marks.up, marks.down].some((marker) => plain(line).startsWith(plain(marker)));
      return marked && !line.includes(afterMarker) ? line.replace(/\s*$/, (end) => `${afterMarker}${end}`) : line;
    })
    .join('\n');
}

/** Tools take a marker in any case and with any space. */
const plain = (line: string): string => line.replace(/\s+/g, '').toLowerCase();
