import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/app/run/run-event.js';
import { up } from '../../../src/app/run/up.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { installHistory } from '../../../src/runner/history/install/install-history.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { acquireLock } from '../../../src/runner/lock.js';
import { realServer } from '../../database/real-server.js';
import { fakeClock } from '../../runner/execute/session.js';
import { books } from './scene.js';

const server = await realServer();

describe.skipIf(!server.available)('up beside another runner', () => {
  if (!server.available) return;
  const root = mkdtempSync(path.join(tmpdir(), 'pgairlock-two-'));
  mkdirSync(path.join(root, 'migrations'));
  writeFileSync(path.join(root, 'migrations/0001_books.sql'), books);
  afterAll(async () => {
    rmSync(root, { recursive: true });
    await server.stop();
  });

  test('waits as long as it is told, names the other one, and changes nothing', async () => {
    const target = await server.newDatabase();
    const other = await openDatabase({ ...target, applicationName: 'deploy 7' });
    const options = { wait: 0, interval: 1, clock: fakeClock() };
    const outcome = await acquireLock(other, historySchema(), options);
    const env = { PGHOST: target.host, PGPORT: String(target.port), PGUSER: target.user, PGDATABASE: target.database };
    const events: RunEvent[] = [];
    const given = {
      cwd: root,
      configFile: false as const,
      env,
      skipBackup: true,
      onEvent: (event: RunEvent) => events.push(event),
    };
    const refused = await up({ ...given, wait: 300 });
    expect(refused).toMatchObject({
      outcome: 'refused',
      refusals: [{ kind: 'lock-held', message: expect.stringContaining(`process ${other.backendPid} (deploy 7`) }],
    });
    expect(events).toContainEqual({ kind: 'waiting-for-runner', holder: expect.stringContaining('deploy 7') });
    expect(await other.query("SELECT to_regnamespace('_migrations') AS schema")).toEqual([{ schema: null }]);
    // Who installs without the lock does not wait for ever either.
    const third = await openDatabase(target);
    await expect(installHistory(third, historySchema(), 50)).rejects.toMatchObject({ code: 'runner-busy' });
    expect(await third.transactionStatus()).toBe('idle');
    await third.close();
    if (outcome.acquired) await outcome.lock.release();
    expect(await up(given)).toMatchObject({ outcome: 'done' });
    await other.close();
  }, 60_000);
});
