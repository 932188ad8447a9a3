import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { type Run, systemClock } from '../../../src/app/run/open-run.js';
import { readProject } from '../../../src/app/run/read-project.js';
import type { RunEvent } from '../../../src/app/run/run-event.js';
import type { Config } from '../../../src/config/define-config.js';
import type { ConnectionTarget } from '../../../src/database/connection-target.js';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { realServer } from '../../database/real-server.js';
import { empty } from '../../runner/embedded.js';

/** A folder of migrations and an empty database. */
export interface Scene {
  readonly root: string;
  readonly database: Database;
  readonly target: ConnectionTarget;
  readonly events: RunEvent[];
  /** Files of the migrations folder by name; one that is there is written over. */
  write(files: Readonly<Record<string, string>>): void;
  remove(file: string): void;
  /** The project as it is on disk now, with the session of the scene. */
  run(config?: Config): Promise<Run>;
  history(): Promise<readonly string[]>;
  relation(name: string): Promise<string | null | undefined>;
}

const server = await realServer();
// Also for files that only borrow from here, and run nothing on it.
afterAll(async () => {
  if (server.available) await server.stop();
});

/** Runs the tests on PGlite, and on a real server where there is one. */
export function onEveryDatabase(tests: (current: () => Scene) => void): void {
  describe('on PGlite', () => stage(async () => ({ adapter: 'pglite' }), tests));
  describe.skipIf(!server.available)('on a real server', () => {
    if (!server.available) return;
    stage(() => server.newDatabase(), tests);
  });
}

function stage(newTarget: () => Promise<ConnectionTarget>, tests: (current: () => Scene) => void): void {
  let target: ConnectionTarget;
  let database: Database;
  let scene: Scene;
  beforeAll(async () => {
    target = await newTarget();
    database = await openDatabase(target);
  }, 60_000);
  beforeEach(async () => {
    await empty(database);
    scene = createScene(target, database);
  });
  afterEach(() => rmSync(scene.root, { recursive: true }));
  afterAll(() => database.close());
  tests(() => scene);
}

function createScene(target: ConnectionTarget, database: Database): Scene {
  const root = mkdtempSync(path.join(tmpdir(), 'pgairlock-run-'));
  const folder = path.join(root, 'migrations');
  mkdirSync(folder);
  const events: RunEvent[] = [];
  return {
    root,
    database,
    target,
    events,
    write: (files) => {
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    },
    remove: (file) => rmSync(path.join(folder, file)),
    run: async (config = {}) => ({
      ...(await readProject({ cwd: root, configFile: false, config: { format: 'plain', ...config } })),
      target,
      database,
      schema: historySchema(),
      clock: systemClock,
      emit: (event) => events.push(event),
      reconnect: () => openDatabase(target),
    }),
    history: async () => {
      const rows = await database.query(
        'SELECT migration_name, status, reason FROM _migrations.migration_history ORDER BY id',
      );
      return rows.map((row) => [row.migration_name, row.status, row.reason].filter((part) => part !== null).join(' '));
    },
    relation: async (name) => (await database.query('SELECT to_regclass($1) AS name', [name]))[0]?.name,
  };
}

/** Everything that the catalogs say of what people made, so that two moments can be compared. */
export async function catalogOf(database: Database): Promise<readonly (string | null | undefined)[]> {
  const rows = await database.query(
    `SELECT format('%s.%s %s %s', n.nspname, c.relname, c.relkind, c.oid) AS line FROM pg_class AS c
       JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_t%' AND c.oid >= 16384
     UNION ALL SELECT 'schema ' || nspname || ' ' || oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_t%'
     UNION ALL SELECT 'routine ' || proname || ' ' || oid FROM pg_proc WHERE oid >= 16384
     UNION ALL SELECT 'type ' || typname || ' ' || oid FROM pg_type WHERE oid >= 16384
     ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

/** A file with its down in comments. */
export const file = (up: string, down: string, dependsOn?: string): string =>
  [
    ...(dependsOn === undefined ? [] : [`-- Depends on: ${dependsOn}`]),
    up,
    '',
    '-- ROLLBACK START',
    ...down.split('\n').map((line) => `-- ${line}`),
    '-- ROLLBACK END',
    '',
  ].join('\n');

export const books = file('CREATE TABLE public.books (id bigint PRIMARY KEY, title text);', 'DROP TABLE public.books;');
export const loans = file(
  'CREATE TABLE public.loans (id bigint PRIMARY KEY, book_id bigint NOT NULL);',
  'DROP TABLE public.loans;',
  '0001_books',
);
