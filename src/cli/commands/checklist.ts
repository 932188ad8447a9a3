import { Command } from 'commander';
import { exitStatus } from '../exit-status.js';
import type { Io, Outcome } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

const examples = `
Examples:
  pgairlock checklist > ticket.md     Markdown to paste into a change ticket

Reads only. Filled in are what is pending, what lint finds, which locks are taken on which tables and how large those
are, long transactions, replicas, connections and the last backup; the rest has boxes to tick.

Exit status:
  0  nothing stops the run
  1  lint finds an error, or the plan is refused
  2  wrong usage, or no connection`;

export const checklistCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('checklist')
      .summary('write a checklist for a run on production')
      .description('Writes what to do before, during and after a run on production, filled in with what is known.'),
  )
    .addHelpText('after', examples)
    .action(async (flags: RunFlags) => {
      const { checklist } = await import('../../app/run/checklist.js');
      const result = await checklist(toRunOptions(flags, io));
      if (flags.json) writeJson('checklist', result, io);
      else {
        const { renderChecklist } = await import('../render-checklist.js');
        io.stdout.write(renderChecklist(result));
      }
      const { findings, refusals } = result;
      if (refusals.length > 0 || findings.some(({ severity }) => severity === 'error'))
        outcome.status = exitStatus.refused;
    });
