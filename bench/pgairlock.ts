import { fileURLToPath } from 'node:url';
import type { Command } from './measure.js';

const program = fileURLToPath(new URL('../bin/pgairlock.js', import.meta.url));

export const pgairlock = (paths: readonly string[]): Command => ({
  name: 'pgairlock lint',
  program: process.execPath,
  arguments: [program, 'lint', '--format', 'json', ...paths],
});
