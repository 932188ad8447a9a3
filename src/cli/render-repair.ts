import pc from 'picocolors';
import type { RepairResult } from '../app/run/repair.js';
import { counted } from '../core/counted.js';
import { describeAction } from '../runner/repair/plan-repair.js';
import type { RepairAction } from '../runner/repair/repair-action.js';

/** What needs a person, with the command for each choice. */
export function renderRepair(result: RepairResult, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color);
  const { database, dryRun, findings, done, refusals } = result;
  return [
    `${colors.bold('Database')}  ${database}`,
    '',
    ...refusals.map((message) => `${colors.red('refused')}  ${message}`),
    ...(refusals.length > 0 ? ['', 'Nothing was changed.', ''] : []),
    ...done.map((action) => `${dryRun ? 'Would' : 'Done:'} ${describeAction(action)}.`),
    ...(done.length > 0 ? [''] : []),
    ...(findings.length === 0
      ? [colors.green('Nothing needs repair.')]
      : [`${counted(findings.length, 'thing needs', 'things need')} a person:`]),
    ...findings.flatMap(({ state, message, choices }) => [
      '',
      `  ${colors.red(state)}  ${message}`,
      ...advice(state).map((line) => `    ${line}`),
      ...choices.map((choice) => `    ${commandOf(choice)}`),
    ]),
    '',
  ].join('\n');
}

/** What else there is to do, beside what a repair can. */
function advice(state: RepairResult['findings'][number]['state']): readonly string[] {
  switch (state) {
    case 'halfway':
      return ['pgairlock up --resume                          goes on after what is done'];
    case 'half-undone':
      return ['pgairlock rollback --resume                    goes on after what is undone'];
    case 'failed':
      return ['pgairlock up                                   tries it again, once its cause is mended'];
    case 'edited':
      return ['Put the old text back, and write the change as a new migration; or:'];
    case 'missing-file':
      return ['Bring its file back, from version control; nothing else is right.'];
    default:
      return [];
  }
}

function commandOf(action: RepairAction): string {
  const command = (flag: string, meaning: string): string => `${`pgairlock repair ${flag}`.padEnd(46)} ${meaning}`;
  switch (action.kind) {
    case 'mark-applied':
      return command(`--applied ${action.migration}`, 'you completed it by hand');
    case 'mark-rolled-back':
      return command(`--rolled-back ${action.migration}`, 'you undid by hand what it had done');
    case 'mark-statement':
      return action.done
        ? command(`--statement-done ${action.migration}`, 'that statement took effect; then go on after it')
        : command(`--statement-not-done ${action.migration}`, 'it did not; then go on with it');
    case 'accept-checksum':
      return command(`--accept ${action.migration}`, 'the file is right as it is now');
    case 'remove':
      return command(`--remove ${action.migration}`, 'forget that it was tried');
    case 'drop-index':
      return command(`--drop-index ${action.index}`, 'it can be built again then');
  }
}
