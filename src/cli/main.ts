import { Command, CommanderError } from 'commander';
import { tool } from '../app/version.js';
import { PgairlockError } from '../core/error.js';
import { DatabaseError, isConnectionLoss } from '../database/database-error.js';
import { withoutControls } from '../reporters/plain-text.js';
import { backupCommand } from './commands/backup.js';
import { baselineCommand } from './commands/baseline.js';
import { checkCommand } from './commands/check.js';
import { checklistCommand } from './commands/checklist.js';
import { downSqlCommand } from './commands/down-sql.js';
import { driftCommand } from './commands/drift.js';
import { explainCommand } from './commands/explain.js';
import { graphCommand } from './commands/graph.js';
import { historyCommand } from './commands/history.js';
import { lintCommand } from './commands/lint.js';
import { listCommand } from './commands/list.js';
import { newCommand } from './commands/new.js';
import { redoCommand } from './commands/redo.js';
import { registerCommand } from './commands/register.js';
import { repairCommand } from './commands/repair.js';
import { restoreCommand } from './commands/restore.js';
import { downCommand, rollbackCommand } from './commands/rollback.js';
import { rulesCommand } from './commands/rules.js';
import { splitCommand } from './commands/split.js';
import { statusCommand } from './commands/status.js';
import { syncCommand } from './commands/sync.js';
import { typesCommand } from './commands/types.js';
import { planCommand, upCommand } from './commands/up.js';
import { verifyCommand } from './commands/verify.js';
import { exitStatus, statusOf } from './exit-status.js';
import { type Io, ignoreClosedPipe, type Outcome } from './io.js';

const footer = `
Start with \`pgairlock lint\` in your project: it finds the migrations, replays them and says what must not be applied.
\`pgairlock <command> --help\` shows options, examples and exit statuses.`;

/** Runs the program and returns its exit status. Nothing is thrown. */
export async function main(io: Io): Promise<number> {
  ignoreClosedPipe(io.stdout);
  ignoreClosedPipe(io.stderr);
  const outcome: Outcome = { status: exitStatus.clean };
  try {
    const program = createProgram(io, outcome);
    if (io.argv.length === 0) program.outputHelp();
    else await program.parseAsync([...io.argv], { from: 'user' });
    return outcome.status;
  } catch (error) {
    return report(error, io);
  }
}

function createProgram(io: Io, outcome: Outcome): Command {
  const program = new Command('pgairlock')
    .description('An airlock for PostgreSQL migrations: nothing reaches the database until it is known to be safe.')
    .version(tool.version, '-V, --version', 'print the version')
    .helpCommand(false)
    .addHelpText('after', footer);
  for (const command of [
    lintCommand(io, outcome),
    verifyCommand(io, outcome),
    newCommand(io),
    downSqlCommand(io),
    splitCommand(io),
    graphCommand(io),
    planCommand(io, outcome),
    upCommand(io, outcome),
    downCommand(io, outcome),
    rollbackCommand(io, outcome),
    redoCommand(io, outcome),
    statusCommand(io, outcome),
    historyCommand(io),
    listCommand(io),
    checkCommand(io, outcome),
    checklistCommand(io, outcome),
    backupCommand(io),
    restoreCommand(io, outcome),
    registerCommand(io, outcome),
    baselineCommand(io, outcome),
    syncCommand(io, outcome),
    repairCommand(io, outcome),
    typesCommand(io, outcome),
    driftCommand(io, outcome),
    rulesCommand(io),
    explainCommand(io),
  ])
    program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`pgairlock: ${onOneLine(text)}\n`),
    });
  }
  return program;
}

/** `error: unknown option '--x'\n(Did you mean --y?)` → one line. */
const onOneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');

function report(error: unknown, { stderr, env }: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.clean : exitStatus.failed;
  if (error instanceof PgairlockError) {
    stderr.write(`pgairlock: ${error.message}\n`);
    if (env.DEBUG !== undefined && error.cause !== undefined) stderr.write(`${describe(error.cause)}\n`);
    return statusOf[error.code];
  }
  if (error instanceof DatabaseError) {
    const what = isConnectionLoss(error) ? 'The connection to the server broke' : 'The server refused it';
    stderr.write(`pgairlock: ${what}: ${describeRefusal(error)}\n`);
    if (env.DEBUG !== undefined) stderr.write(`${describe(error)}\n`);
    return exitStatus.failed;
  }
  stderr.write(`pgairlock: this is a mistake of pgairlock itself, please report it.\n${describe(error)}\n`);
  return exitStatus.failed;
}

/** On one line, as everything that goes wrong. */
const describeRefusal = ({ message, sqlstate, detail, hint }: DatabaseError): string =>
  withoutControls(
    [`${message} (SQLSTATE ${sqlstate})`, detail, hint].filter((part) => part !== undefined).join('. '),
  ).replace(/\s*\n\s*/g, ' ');

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
