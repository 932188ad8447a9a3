import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach } from 'vitest';

export interface Workplace {
  /** An empty folder of the test. */
  readonly folder: string;
  /** Writes a program of a few lines of shell, and gives its path. */
  program(name: string, lines: string): string;
}

/** A folder for a test file, emptied before each test. */
export function workplace(): () => Workplace {
  const root = mkdtempSync(path.join(tmpdir(), 'pgairlock-backup-'));
  let count = 0;
  let current = root;
  beforeEach(() => {
    count += 1;
    current = path.join(root, String(count));
    mkdirSync(current);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => ({
    folder: current,
    program(name, lines) {
      const file = path.join(current, name);
      writeFileSync(file, `#!/bin/sh\n${lines}\n`);
      chmodSync(file, 0o755);
      return file;
    },
  });
}

/** A program that tells this version, and does `lines` otherwise. */
export const asVersion = (version: string, lines: string): string =>
  `if [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) ${version}"; exit 0; fi\n${lines}`;
