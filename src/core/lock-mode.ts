/**
 * PostgreSQL's table-level lock modes, weakest first.
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

const conflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
  'ACCESS SHARE': ['ACCESS EXCLUSIVE'],
  'ROW SHARE': ['EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE UPDATE EXCLUSIVE': ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE ROW EXCLUSIVE': [
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ],
  EXCLUSIVE: lockModes.slice(1),
  'ACCESS EXCLUSIVE': lockModes,
};

export const conflictsWith = (a: LockMode, b: LockMode): boolean => conflicts[a].includes(b);
export const isAtLeast = (mode: LockMode, floor: LockMode): boolean =>
  lockModes.indexOf(mode) >= lockModes.indexOf(floor);
export const strongest = (a: LockMode, b: LockMode): LockMode => (isAtLeast(a, b) ? a : b);
/** Plain `SELECT` waits for it. */
export const blocksReads = (mode: LockMode): boolean => conflictsWith(mode, 'ACCESS SHARE');
/** `INSERT`, `UPDATE`, `DELETE` and `MERGE` wait for it. */
export const blocksWrites = (mode: LockMode): boolean => conflictsWith(mode, 'ROW EXCLUSIVE');
