import { describe, expect, test } from 'vitest';
import type { LockMode } from '../../src/core/lock-mode.js';
import type { ServerVersion } from '../../src/core/server.js';
import { effectsOfLast } from './replay.js';

/** Tables and their locks, as PostgreSQL 14 to 18 were seen to take them. */
type Locks = Readonly<Record<string, LockMode>>;

function lastOf(given: string, sql: string, version: ServerVersion) {
  const found = effectsOfLast([given, sql], { server: { version } }).statements.at(-1);
  if (found === undefined) throw new Error('No statement');
  return found;
}

const tableLocks = (given: string, sql: string, version: ServerVersion): Locks =>
  Object.fromEntries(
    lastOf(given, sql, version)
      .locks.filter(({ target }) => target === 'table')
      .map(({ relation, mode }) => [relation.name, mode]),
  );

const [SRX, AX, AS, SUX] = [
  'SHARE ROW EXCLUSIVE',
  'ACCESS EXCLUSIVE',
  'ACCESS SHARE',
  'SHARE UPDATE EXCLUSIVE',
] as const;

const pages = 'CREATE TABLE pages (id bigint PRIMARY KEY);';
const bound = "FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')";
const visits = `${pages} CREATE TABLE visits (day date, page_id bigint) PARTITION BY RANGE (day); CREATE TABLE visits_2030 PARTITION OF visits ${bound};`;
const key = 'FOREIGN KEY (page_id) REFERENCES pages (id)';
const own = `${visits} ALTER TABLE visits_2030 ADD CONSTRAINT own ${key}`;
const add = `ALTER TABLE visits ADD CONSTRAINT visits_page_fk ${key};`;
const shared = `${visits} ${add}`;
const nested = visits.replace(
  `${bound};`,
  `${bound} PARTITION BY RANGE (day); CREATE TABLE january PARTITION OF visits_2030 FOR VALUES FROM ('2030-01-01') TO ('2030-02-01');`,
);
const parts =
  'CREATE TABLE pages (id bigint PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE pages_1 PARTITION OF pages FOR VALUES FROM (0) TO (1000);';
const inParts = (sql: string): string => sql.replace(pages, parts);

describe('a foreign key of a partitioned table', () => {
  test.each<[string, string, ServerVersion, Locks]>([
    ['that its partitions lack', visits, 15, { pages: SRX, visits: SRX, visits_2030: SRX }],
    ['that a partition has', `${own};`, 15, { pages: AX, visits: SRX, visits_2030: SRX }],
    [
      'that one of two partitions has',
      `${own}; CREATE TABLE visits_2031 PARTITION OF visits FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');`,
      14,
      { pages: AX, visits: SRX, visits_2030: SRX, visits_2031: SRX },
    ],
    [
      'that a partition has with another action',
      `${own} ON DELETE CASCADE;`,
      15,
      { pages: SRX, visits: SRX, visits_2030: SRX },
    ],
    ['that a partition has deferrable', `${own} DEFERRABLE;`, 18, { pages: SRX, visits: SRX, visits_2030: SRX }],
    ['that a partition has NOT VALID', `${own} NOT VALID;`, 17, { pages: SRX, visits: SRX, visits_2030: SRX }],
    ['that a partition has NOT VALID', `${own} NOT VALID;`, 18, { pages: AX, visits: SRX, visits_2030: SRX }],
    [
      'that a partition with partitions has',
      `${nested} ALTER TABLE visits_2030 ADD ${key};`,
      17,
      { pages: AX, visits: SRX, visits_2030: SRX },
    ],
    [
      'that a partition with partitions has',
      `${nested} ALTER TABLE visits_2030 ADD ${key};`,
      18,
      { pages: AX, visits: SRX, visits_2030: SRX, january: SRX },
    ],
    [
      'that a partition has, to a partitioned table',
      inParts(`${own};`),
      14,
      { pages: SRX, pages_1: AX, visits: SRX, visits_2030: AX },
    ],
    [
      'that a partition has, to a partitioned table',
      inParts(`${own};`),
      15,
      { pages: AX, pages_1: AX, visits: SRX, visits_2030: AX },
    ],
  ])('%s: %s (%i)', (_, given, version, locks) => {
    expect(tableLocks(given, add, version)).toEqual(locks);
  });

  test('checks the rows of partitions that lack it alone', () => {
    expect(lastOf(visits, add, 15).validatesForeignKey).toBe(true);
    expect(lastOf(`${own};`, add, 15).validatesForeignKey).toBe(false);
    expect(lastOf(`${own} NOT VALID;`, add, 17).validatesForeignKey).toBe(true);
    expect(lastOf(`${own} NOT VALID;`, add, 18).validatesForeignKey).toBe(true);
  });

  test('is refused for the partitioned table alone', () => {
    const only = add.replace('TABLE', 'TABLE ONLY');
    expect(lastOf(visits, only, 15).errors.map(({ sqlstate }) => sqlstate)).toEqual(['42809']);
  });
});

describe('a partition with foreign keys', () => {
  const apart = `${pages} CREATE TABLE visits (day date, page_id bigint, ${key}) PARTITION BY RANGE (day); CREATE TABLE visits_2030 (day date, page_id bigint`;
  const attach = `ALTER TABLE visits ATTACH PARTITION visits_2030 ${bound};`;
  const detach = 'ALTER TABLE visits DETACH PARTITION visits_2030;';

  test.each<[string, string, ServerVersion, Locks]>([
    [attach, `${apart});`, 15, { pages: SRX, visits: SUX, visits_2030: AX }],
    [attach, `${apart}, ${key});`, 15, { pages: AX, visits: SUX, visits_2030: AX }],
    [detach, shared, 14, { pages: SRX, visits: AX, visits_2030: AX }],
    [detach, `${own};`, 14, { visits: AX, visits_2030: AX }],
    [detach, inParts(shared), 14, { visits: AX, visits_2030: AX }],
    [detach, inParts(shared), 15, { pages: SRX, pages_1: SRX, visits: AX, visits_2030: AX }],
    [detach, `${nested} ${add}`, 15, { pages: SRX, visits: AX, visits_2030: AX, january: AX }],
    ['DROP TABLE visits_2030;', shared, 15, { visits: AX, visits_2030: AX }],
    ['DROP TABLE visits_2030;', `${own};`, 15, { pages: AX, visits: AX, visits_2030: AX }],
    ['DROP TABLE visits_2030;', `${own}; ${add}`, 15, { visits: AX, visits_2030: AX }],
    ['DROP TABLE visits_2030;', `${shared} ${detach}`, 15, { pages: AX, visits_2030: AX }],
    ['ALTER TABLE visits DROP COLUMN page_id;', `${own};`, 15, { pages: AX, visits: AX, visits_2030: AX }],
  ])('%s after %s (%i)', (sql, given, version, locks) => {
    expect(tableLocks(given, sql, version)).toEqual(locks);
  });

  test('does not lose those of its parent', () => {
    const drop = 'ALTER TABLE visits_2030 DROP CONSTRAINT visits_page_fk;';
    expect(lastOf(shared, drop, 15).errors.map(({ sqlstate }) => sqlstate)).toEqual(['42P16']);
    expect(lastOf(`${shared} ${detach}`, drop, 15).errors).toEqual([]);
  });
});

describe('a partition that is referenced', () => {
  const given = `${parts} CREATE TABLE likes (page_id bigint REFERENCES pages);`;
  const grow = 'CREATE TABLE pages_2 PARTITION OF pages FOR VALUES FROM (1000) TO (2000);';

  test.each<[string, ServerVersion, Locks]>([
    [grow, 14, { pages: AX, likes: AS }],
    [grow, 15, { pages: AX, likes: SRX }],
    ['ALTER TABLE pages DETACH PARTITION pages_1;', 15, { pages: AX, pages_1: AX, likes: AX }],
  ])('%s (%i)', (sql, version, locks) => {
    expect(tableLocks(given, sql, version)).toEqual(locks);
  });

  test('cannot be dropped', () => {
    expect(lastOf(given, 'DROP TABLE pages_1;', 15).errors.map(({ sqlstate }) => sqlstate)).toEqual(['2BP01']);
  });

  test('goes with both tables', () => {
    expect(lastOf(shared, 'DROP TABLE pages, visits;', 15).errors).toEqual([]);
  });
});
