// Shows what pgairlock says to a migration that may be applied, and to one that may not: `npm run demo`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const program = path.join(root, 'bin', 'pgairlock.js');

function show(file: string, expectedStatus: number): void {
  console.log(`\n$ pgairlock lint ${file}\n`);
  const { status } = spawnSync(process.execPath, [program, 'lint', file], {
    cwd: path.join(root, 'fixtures', 'demo'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== expectedStatus) throw new Error(`pgairlock ended with ${status}, expected ${expectedStatus}`);
}

show('migrations/0001_create_books.sql', 0);
show('migrations/0002_speed_up_search.sql', 1);
console.log('The first migration may be applied; the second is refused (exit status 1).');
console.log('Now lint your own: node bin/pgairlock.js lint <folder>');
