import { Command } from 'commander';
import { type Io, usesColor, widthOf } from '../io.js';

interface RulesFlags {
  readonly json?: boolean;
  readonly color?: boolean;
}

export const rulesCommand = (io: Io): Command =>
  new Command('rules')
    .summary('list the rules')
    .description('Lists every rule with the presets that turn it on.')
    .option('--json', 'as JSON, with everything that is known of each rule')
    .option('--color', 'colours, whatever the terminal is')
    .option('--no-color', 'no colours')
    .action(async ({ json, color }: RulesFlags) => {
      const { listRules } = await import('../../app/rule-info.js');
      const rules = listRules();
      if (json) {
        io.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
        return;
      }
      const { renderRules } = await import('../render-rules.js');
      io.stdout.write(renderRules(rules, { color: usesColor(io, color), width: widthOf(io) }));
    });
