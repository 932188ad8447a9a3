import type { ChecklistResult, ChecklistStep } from '../app/run/checklist.js';
import { counted } from '../core/counted.js';
import { durationText, sizeText, timeText } from './phrases.js';

/** A change ticket in Markdown: what is known is filled in, what a person must do has a box to tick. */
export function renderChecklist(result: ChecklistResult): string {
  return [
    `# Migrations of ${result.database}`,
    '',
    `${counted(result.pending.length, 'pending migration')} of \`${result.folder}\`, PostgreSQL ${Math.floor(result.serverVersion / 10_000)}.`,
    '',
    ...before(result),
    ...during(result),
    ...after(result),
  ].join('\n');
}

const task = (text: string): string => `- [ ] ${text}`;
const known = (good: boolean, text: string): string => `- [${good ? 'x' : ' '}] ${text}`;

function before(result: ChecklistResult): readonly string[] {
  const { pending, refusals, findings, runner } = result;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return [
    '## Before',
    '',
    ...pendingTable(pending),
    ...tableSizes(result),
    known(
      errors.length === 0,
      errors.length === 0 ? 'Lint finds no error.' : `Lint finds ${counted(errors.length, 'error')}:`,
    ),
    ...findings.map(
      ({ severity, path, line, message, ruleId }) =>
        `  - ${severity}: \`${path}:${line}\` ${inText(message)} (${ruleId})`,
    ),
    known(refusals.length === 0, refusals.length === 0 ? 'The plan is accepted.' : 'The plan is refused:'),
    ...refusals.map(({ message }) => `  - ${inText(message)}`),
    known(
      runner === undefined,
      runner === undefined ? 'Nobody else runs migrations.' : `Migrations are being run by ${runner}.`,
    ),
    ...activityLines(result),
    backupLine(result),
    task('The same files were applied to a copy of production: `pgairlock up` there, then `pgairlock status --check`.'),
    task('The people on call know when it begins, and who decides to roll back.'),
    '',
  ];
}

function pendingTable(pending: readonly ChecklistStep[]): readonly string[] {
  if (pending.length === 0) return ['Nothing is pending.', ''];
  return [
    '| Migration | Statements | Locks that others wait for | Rewrites or reads whole tables | Undone by |',
    '|---|---|---|---|---|',
    ...pending.map(
      ({ migration, statements, mode, locks, rewrites, scans, hasDown }) =>
        `| ${inCell(migration)} | ${statements}, ${mode === 'atomic' ? 'one transaction' : 'one by one'} | ${cell(locks.map((lock) => `${lock.mode} on ${lock.relation}`))} | ${cell([...rewrites.map((name) => `rewrites ${name}`), ...scans.map((name) => `reads ${name}`)])} | ${hasDown ? 'its down' : '**nothing**'} |`,
    ),
    '',
  ];
}

function tableSizes({ tables }: ChecklistResult): readonly string[] {
  if (tables.length === 0) return [];
  return [
    '| Table that is touched | Size with indexes | Rows, about |',
    '|---|---|---|',
    ...tables.map(
      ({ table, bytes, rows }) => `| ${inCell(table)} | ${sizeText(bytes)} | ${rows ?? 'never analysed'} |`,
    ),
    '',
  ];
}

function activityLines({ activity }: ChecklistResult): readonly string[] {
  const { transactions, replicas, connections, maxConnections } = activity;
  const lagging = replicas.filter(({ lagBytes, state }) => state !== 'streaming' || (lagBytes ?? 0) > 16 * 1024 * 1024);
  return [
    known(
      transactions.length === 0,
      transactions.length === 0
        ? 'No transaction is open for long, which a lock would wait for.'
        : 'Transactions that are open for long; a lock would wait for them, and everybody behind it:',
    ),
    ...transactions.map(
      ({ pid, user, application, state, seconds }) =>
        `  - process ${pid} (${[user, application, state].filter(Boolean).join(', ')}), ${durationText(seconds * 1000)}`,
    ),
    known(
      lagging.length === 0,
      replicas.length === 0
        ? 'No replica is connected, as far as this role can see.'
        : `${counted(replicas.length, 'replica')}:`,
    ),
    ...replicas.map(
      ({ name, state, lagBytes }) =>
        `  - ${name ?? 'unnamed'}: ${state ?? 'state unknown'}, ${lagBytes === null ? 'lag unknown' : `${sizeText(lagBytes)} behind`}`,
    ),
    known(connections < maxConnections * 0.8, `${connections} of ${maxConnections} connections are in use.`),
  ];
}

function backupLine({ backup }: ChecklistResult): string {
  const { enabled, last, folder } = backup;
  const own = enabled ? '`pgairlock up` makes one before the first change.' : 'The config turns backups off.';
  if (last === undefined) return known(false, `A backup can be restored. There is none in \`${folder}\`. ${own}`);
  return known(
    false,
    `A backup can be restored. The last: \`${last.file}\`, ${timeText(last.time)}, ${sizeText(last.bytes)}. ${own}`,
  );
}

function during({ pending }: ChecklistResult): readonly string[] {
  const stepwise = pending.filter(({ mode }) => mode === 'journalled').map(({ migration }) => migration);
  return [
    '## During',
    '',
    task('`pgairlock up --dry-run` shows the same migrations as above.'),
    task('`pgairlock up`'),
    task('Watch error rate, latency, waiting sessions and replication lag.'),
    ...(stepwise.length === 0
      ? []
      : [
          task(
            `Where one of these fails, what it had done stays: ${stepwise.map((id) => `\`${id}\``).join(', ')}. Then \`pgairlock repair\` says how to go on.`,
          ),
        ]),
    '',
  ];
}

function after({ pending }: ChecklistResult): readonly string[] {
  const irreversible = pending.filter(({ hasDown }) => !hasDown).map(({ migration }) => `\`${migration}\``);
  const last = pending.at(-1);
  return [
    '## After',
    '',
    task('`pgairlock status --check` exits with 0.'),
    task('The application works: its most important requests were tried.'),
    task('`ANALYZE` ran on tables that were rewritten or filled.'),
    ...(last === undefined
      ? []
      : [task(`To go back: \`pgairlock rollback --steps ${pending.length}\` (first with --dry-run).`)]),
    ...(irreversible.length === 0
      ? []
      : [task(`Without a down, so that only the backup undoes them: ${irreversible.join(', ')}.`)]),
    '',
  ];
}

const inText = (text: string): string => text.replace(/\s+/g, ' ');
const inCell = (text: string): string => inText(text).replaceAll('|', '\\|');
const cell = (parts: readonly string[]): string => (parts.length === 0 ? 'none' : inCell(parts.join(', ')));
