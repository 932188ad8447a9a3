import { expect, test } from 'vitest';
import { batchedChange } from '../../src/engine/batched-change.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

/** The change within the loop, on one line. */
function batched(sql: string): string | undefined {
  const op = readScript(sql, parser).statements[0]?.operations[0];
  if (op?.kind !== 'update' && op?.kind !== 'delete') throw new Error(`${sql} changes no rows`);
  const block = batchedChange(op, sql);
  const change = block === undefined ? undefined : /LOOP\n([\s\S]*?;)\n/.exec(block)?.[1];
  return change?.replace(/\s+/g, ' ').trim();
}

test('a DELETE is repeated until no row is left', () => {
  expect(batched("DELETE FROM books AS b WHERE b.slug IS NULL OR b.slug = 'x'")).toBe(
    "DELETE FROM books AS b WHERE ctid = ANY (ARRAY( SELECT ctid FROM books AS b WHERE b.slug IS NULL OR b.slug = 'x' LIMIT 1000 FOR UPDATE SKIP LOCKED ));",
  );
});

test('an UPDATE leaves rows alone that it would find again', () => {
  expect(batched('UPDATE books SET slug = lower(title), seen = true WHERE (slug IS NULL)')).toContain(
    'WHERE ((slug IS NULL)) AND (lower(title)) IS NOT NULL LIMIT',
  );
  expect(batched('UPDATE books SET token = gen_random_uuid() WHERE token IS NULL')).toContain(
    'WHERE token IS NULL LIMIT',
  );
  expect(batched("UPDATE books SET kind = 'verse' WHERE kind = 'poem' AND seen")).toContain(
    "WHERE kind = 'poem' AND seen LIMIT",
  );
});

test.each([
  ['finds its rows again', 'UPDATE books SET seen = true WHERE kind IS NULL'],
  ['finds its rows again', "UPDATE books SET kind = 'poem' WHERE kind = 'poem'"],
  ['writes NULL into what was NULL', 'UPDATE books SET kind = NULL WHERE kind IS NULL'],
  ['takes a number each time', "UPDATE books SET number = nextval('n') + pages WHERE number IS NULL"],
  ['reads another table', 'UPDATE books b SET kind = g.name FROM genres g WHERE b.kind IS NULL AND g.id = b.genre'],
  ['returns rows', 'DELETE FROM books WHERE kind IS NULL RETURNING id'],
  ['has no condition', 'DELETE FROM books'],
])('one that %s is not batched by itself: %s', (_, sql) => {
  expect(batched(sql)).toBeUndefined();
});
