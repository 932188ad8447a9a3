/** `npm --prefix bench run growth [-- counts]`: what histories of 1,000, 3,000 and 10,000 files cost. Needs a build. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { growth } from './growth.js';

const counts = process.argv.slice(2).map(Number);
const folder = mkdtempSync(path.join(tmpdir(), 'pgairlock-bench-'));
try {
  growth(folder, counts.length > 0 ? counts : [1000, 3000, 10_000]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
