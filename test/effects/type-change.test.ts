import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/catalog/replay-catalog.js';
import { createSessionTracker } from '../../src/effects/session-tracker.js';
import { isNarrowing, typeChangeIsFree } from '../../src/effects/type-change.js';
import type { TypeName } from '../../src/sql/expression.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

function typeOf(text: string): TypeName {
  const op = readScript(`ALTER TABLE t ALTER COLUMN c TYPE ${text}`, parser).statements[0]?.operations[0];
  if (op?.kind !== 'alterColumnType') throw new Error(`Not a type: ${text}`);
  return op.type;
}

function isFree(from: string, to: string, timeZone = 'UTC'): string {
  const catalog = createCatalog({ complete: true, supabase: false });
  const script = readScript(
    "CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN plain AS int; CREATE DOMAIN checked AS int CHECK (VALUE > 0);",
    parser,
  );
  catalog.beginUnit();
  for (const op of script.statements.flatMap(({ operations }) => operations)) catalog.apply(op, script.text);
  const server = { version: 15, timeZone } as const;
  return typeChangeIsFree(typeOf(from), typeOf(to), { catalog, server, session: createSessionTracker(server).session });
}

describe('a type change is free', () => {
  it.each([
    ['varchar(50)', 'varchar(100)', 'yes'],
    ['varchar(50)', 'varchar(49)', 'no'],
    ['varchar(50)', 'text', 'yes'],
    ['text', 'varchar', 'yes'],
    ['text', 'varchar(10)', 'no'],
    ['char(5)', 'char(10)', 'no'],
    ['char(5)', 'text', 'no'],
    ['numeric(10,2)', 'numeric(12,2)', 'yes'],
    ['numeric(10,2)', 'numeric(12,3)', 'no'],
    ['numeric(10)', 'numeric(12,0)', 'yes'],
    ['numeric(10,2)', 'numeric', 'yes'],
    ['numeric', 'numeric(10,2)', 'no'],
    ['int', 'bigint', 'no'],
    ['int', 'oid', 'yes'],
    ['timestamp', 'timestamp(6)', 'yes'],
    ['timestamp', 'timestamp(3)', 'no'],
    ['cidr', 'inet', 'yes'],
    ['inet', 'cidr', 'no'],
    ['varchar(10)[]', 'text[]', 'no'],
    ['varchar(10)[]', 'varchar[]', 'yes'],
    ['int', 'plain', 'yes'],
    ['plain', 'int', 'yes'],
    ['int', 'checked', 'no'],
    ['mood', 'mood', 'yes'],
    ['mood', 'text', 'no'],
    ['citext', 'text', 'yes'],
    ['json', 'jsonb', 'no'],
    ['vector(3)', 'vector', 'yes'],
    ['int', 'something_else', 'unknown'],
  ])('from %s to %s: %s', (from, to, answer) => {
    expect(isFree(from, to)).toBe(answer);
  });

  it.each([
    ['UTC', 'yes'],
    ['Etc/UTC', 'yes'],
    ['Europe/London', 'no'],
    ['Asia/Tokyo', 'no'],
  ])('from timestamp to timestamptz in %s: %s', (timeZone, answer) => {
    expect(isFree('timestamp', 'timestamptz', timeZone)).toBe(answer);
    expect(isFree('timestamptz', 'timestamp', timeZone)).toBe(answer);
  });
});

describe('a type change narrows', () => {
  it.each([
    ['varchar(50)', 'varchar(20)', 'yes'],
    ['varchar(50)', 'varchar(80)', 'no'],
    ['text', 'varchar(20)', 'yes'],
    ['varchar(20)', 'text', 'no'],
    ['bigint', 'int', 'yes'],
    ['int', 'bigint', 'no'],
    ['bigint', 'smallint', 'yes'],
    ['numeric(10,2)', 'numeric(8,2)', 'yes'],
    ['numeric(10,2)', 'numeric(10,4)', 'yes'],
    ['numeric(10,2)', 'numeric(12,4)', 'no'],
    ['numeric(10,2)', 'numeric(10,1)', 'yes'],
    ['numeric', 'numeric(10,2)', 'yes'],
    ['bigint', 'numeric', 'no'],
    ['bigint', 'numeric(10)', 'yes'],
    ['numeric', 'int', 'yes'],
    ['timestamptz', 'date', 'yes'],
    ['date', 'timestamptz', 'no'],
    ['timestamp', 'timestamp(3)', 'yes'],
    ['timestamp(3)', 'timestamp', 'no'],
    ['timestamp(3)', 'timestamptz(3)', 'no'],
    ['float8', 'float4', 'yes'],
    ['float4', 'float8', 'no'],
    ['jsonb', 'json', 'no'],
    ['json', 'jsonb', 'no'],
    ['uuid', 'text', 'no'],
    ['text', 'uuid', 'unknown'],
    ['int', 'int[]', 'unknown'],
  ])('from %s to %s: %s', (from, to, answer) => {
    expect(isNarrowing(typeOf(from), typeOf(to))).toBe(answer);
  });
});
